// Matrix products in tf32 on the matrix units of sm_90a, which read four-byte types along k only.
#include "warps.cuh"

DEFINE_HOPPER_MATMUL(hopper_tf32_along_along_256, HopperTf32, 256, false, false)
DEFINE_HOPPER_MATMUL(hopper_tf32_along_along_128, HopperTf32, 128, false, false)
