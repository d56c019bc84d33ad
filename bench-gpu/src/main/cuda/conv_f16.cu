// Convolutions in f16 on Tensor Cores.
#include "tensor.cuh"

DEFINE_CONVOLUTIONS(conv_f16, 128, F16Large)
DEFINE_CONVOLUTIONS(conv_f16, 64, F16Small)
