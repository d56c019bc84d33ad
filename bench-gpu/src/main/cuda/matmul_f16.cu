// Matrix products in f16 on Tensor Cores.
#include "tensor.cuh"

DEFINE_MATMUL(matmul_f16_128, F16Large)
DEFINE_MATMUL(matmul_f16_64, F16Small)
