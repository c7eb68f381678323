"""Make `utils/digits.npz`, the handwritten digits of part 5, from scikit-learn's copy of them.

scikit-learn is not needed by the course. Run this in an environment made for it and thrown away:

    uv run --no-project --with scikit-learn==1.7.2 tools/make_digits.py

The file holds `images`, uint8 of shape (1797, 8, 8), 0 (paper) to 16 (ink), and `labels`, uint8 of
shape (1797,). Run again, it is the same file, byte for byte, as long as zlib is the same.

Source: E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
Repository, 1998 (https://doi.org/10.24432/C50P49), licence CC BY 4.0
(https://creativecommons.org/licenses/by/4.0/): its test set, as distributed with scikit-learn.
Changed are only the types of the numbers and the format of the file.
"""

from pathlib import Path

import numpy as np

DIGITS = Path(__file__).parent.parent / "utils" / "digits.npz"


def main():
    """Write the digits."""
    from sklearn.datasets import load_digits  # not installed for the course

    digits = load_digits()
    images, labels = digits.images.astype(np.uint8), digits.target.astype(np.uint8)
    assert np.array_equal(images, digits.images) and np.array_equal(labels, digits.target)
    np.savez_compressed(DIGITS, images=images, labels=labels)
    print(f"{DIGITS.name}: {DIGITS.stat().st_size:,} bytes, {len(images)} images")


if __name__ == "__main__":
    main()
