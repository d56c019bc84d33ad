// Matrix products in tf32 on Tensor Cores.
#include "tensor.cuh"

DEFINE_MATMUL(matmul_tf32_128, Tf32Large)
DEFINE_MATMUL(matmul_tf32_64, Tf32Small)
