"""What the notebooks of the course share: a room for each thing.

validation      checks of arguments
activations     rbf, logistic
losses          cross_entropy
data            the data sets
gradient_check  the numerical gradient
rbf_network     the model of part 3: forward and backward step, training, decision
plotting        the figures, a file for each kind, and the texts under them
playground      sliders that move everything
"""
