"""What the notebooks of the course share: a room for each thing.

validation           checks of arguments
activations          rbf, logistic, softmax
losses               cross_entropy, and that of many classes
data                 the data sets
gradient_check       the numerical gradient
progress             a bar that shows how far a long training has come
place                whether the course can run where a notebook is opened
drawing              strokes of a pen, and how they become pixels like those of the digits
linear_regression    the model of part 1: one weight, trained by gradient descent
logistic_regression  the model of part 2: two weights, a probability
rbf_network          the model of part 3: forward and backward step, training, decision
softmax_network      the model of part 4: the same in matrices, with momentum
layer_checks         checks of lists of layers, and of what goes through them
layers               the model of part 5: layers, of which any number make a network
autodiff             a tape that differentiates by itself
plotting             the figures, a file for each kind, and the texts under them
playground           sliders that move everything
"""
