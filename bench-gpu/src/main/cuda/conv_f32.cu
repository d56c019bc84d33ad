// Convolutions in f32 on CUDA cores.
#include "product.cuh"

DEFINE_CONVOLUTIONS(conv_f32, 128, FloatMultiplier<128>)
DEFINE_CONVOLUTIONS(conv_f32, 64, FloatMultiplier<64>)
