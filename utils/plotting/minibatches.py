"""The losses of a training in minibatches.

batch_losses       those of the k minibatches of each of n iterations, an ndarray of shape (n, k)
training_losses    that of the whole training set after each iteration, of shape (n,)
validation_losses  that of the validation set, of shape (n,)

A ValueError names an argument of another shape, or that is empty or not finite.
"""

import numpy as np

from utils.plotting.style import BLUE, RED, caption
from utils.validation import checked, require_matrix, require_same_shape, require_vector, unchecked


def _require_one_row_each(batch_losses, training_losses, validation_losses, ax=None):
    require_same_shape(training_losses=training_losses, validation_losses=validation_losses)
    if len(batch_losses) != training_losses.size:
        raise ValueError(
            f"batch_losses must have a row for each of {training_losses.size} iterations, but has "
            f"{len(batch_losses)}"
        )


_door = checked(
    {
        "batch_losses": require_matrix,
        **dict.fromkeys(("training_losses", "validation_losses"), require_vector),
        "ax": unchecked,
    },
    together=_require_one_row_each,
)


@_door
def plot_minibatch_training(batch_losses, training_losses, validation_losses, ax):
    """Draw the losses over the iterations, those of the minibatches as a band between their ends.

    The band takes the place of thousands of points, which would make a large file.
    """
    iterations = np.arange(1, training_losses.size + 1)
    ends = np.min(batch_losses, axis=1), np.max(batch_losses, axis=1)
    ax.fill_between(iterations, *ends, color="0.7", linewidth=0, label="minibatches")
    ax.plot(iterations, training_losses, color=BLUE, linewidth=2, label="training set")
    ax.plot(iterations, validation_losses, "--", color=RED, linewidth=2, label="validation set")
    ax.set(xlabel="iteration", ylabel=r"loss $\xi$", ylim=(0, None))
    ax.legend()


@_door
def describe_minibatch_training(batch_losses, training_losses, validation_losses):
    """Say in words what `plot_minibatch_training` draws."""
    last = training_losses.size
    shown = sorted({1, *[k for k in (10, 20, 40, 80) if k < last], last})
    return caption(
        f"losses over {last} iterations; of the {batch_losses.shape[1]} minibatches of each the "
        "lowest and the highest.",
        *[
            f"iteration {k}: minibatches {np.min(batch_losses[k - 1]):.3f} to "
            f"{np.max(batch_losses[k - 1]):.3f}, training set {training_losses[k - 1]:.3f}, "
            f"validation set {validation_losses[k - 1]:.3f}" + ("." if k == last else ";")
            for k in shown
        ],
    )
