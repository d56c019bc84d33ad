// Matrix products in f32 on CUDA cores.
#include "product.cuh"

DEFINE_MATMUL(matmul_f32_128, FloatMultiplier<128>)
DEFINE_MATMUL(matmul_f32_64, FloatMultiplier<64>)
