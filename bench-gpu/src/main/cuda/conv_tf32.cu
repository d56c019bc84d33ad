// Convolutions in tf32 on Tensor Cores.
#include "tensor.cuh"

DEFINE_CONVOLUTIONS(conv_tf32, 128, Tf32Large)
DEFINE_CONVOLUTIONS(conv_tf32, 64, Tf32Small)
