// Matrix products in f16 on the matrix units of sm_90a; names tell the layout of A and B.
#include "warps.cuh"

DEFINE_HOPPER_MATMUL(hopper_f16_along_along_256, HopperF16, 256, false, false)
DEFINE_HOPPER_MATMUL(hopper_f16_along_along_128, HopperF16, 128, false, false)
DEFINE_HOPPER_MATMUL(hopper_f16_along_across_256, HopperF16, 256, false, true)
DEFINE_HOPPER_MATMUL(hopper_f16_along_across_128, HopperF16, 128, false, true)
DEFINE_HOPPER_MATMUL(hopper_f16_across_along_256, HopperF16, 256, true, false)
DEFINE_HOPPER_MATMUL(hopper_f16_across_along_128, HopperF16, 128, true, false)
DEFINE_HOPPER_MATMUL(hopper_f16_across_across_256, HopperF16, 256, true, true)
DEFINE_HOPPER_MATMUL(hopper_f16_across_across_128, HopperF16, 128, true, true)
