// Convolutions in bf16 on Tensor Cores.
#include "tensor.cuh"

DEFINE_CONVOLUTIONS(conv_bf16, 128, Bf16Large)
DEFINE_CONVOLUTIONS(conv_bf16, 64, Bf16Small)
