// Matrix products in s8 on the matrix units of sm_90a, which read one-byte types along k only.
#include "warps.cuh"

DEFINE_HOPPER_MATMUL(hopper_s8_along_along_256, HopperS8, 256, false, false)
DEFINE_HOPPER_MATMUL(hopper_s8_along_along_128, HopperS8, 128, false, false)
