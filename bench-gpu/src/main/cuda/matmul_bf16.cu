// Matrix products in bf16 on Tensor Cores.
#include "tensor.cuh"

DEFINE_MATMUL(matmul_bf16_128, Bf16Large)
DEFINE_MATMUL(matmul_bf16_64, Bf16Small)
