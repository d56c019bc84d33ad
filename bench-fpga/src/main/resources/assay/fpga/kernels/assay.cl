/* All kernels in one image: a board is programmed once, not between the steps of a training. */
#include "gemm.cl"
#include "convolution.cl"
#include "vector.cl"
#include "channels.cl"
#include "pooling.cl"
#include "training.cl"
