// Convolutions in bf16 on the matrix units of sm_90a.
#include "warps.cuh"

DEFINE_HOPPER_CONVOLUTIONS(hopper_conv_bf16, HopperBf16, 256)
DEFINE_HOPPER_CONVOLUTIONS(hopper_conv_bf16, HopperBf16, 128)
