// Convolutions in f16 on the matrix units of sm_90a.
#include "warps.cuh"

DEFINE_HOPPER_CONVOLUTIONS(hopper_conv_f16, HopperF16, 256)
DEFINE_HOPPER_CONVOLUTIONS(hopper_conv_f16, HopperF16, 128)
