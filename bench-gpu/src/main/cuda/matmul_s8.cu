// Matrix products of 8-bit integers, exact in 32 bits, on Tensor Cores.
#include "tensor.cuh"

DEFINE_MATMUL(matmul_s8_128, S8Large)
DEFINE_MATMUL(matmul_s8_64, S8Small)
