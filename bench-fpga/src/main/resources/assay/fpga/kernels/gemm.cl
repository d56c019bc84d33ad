/* Matrix products in f32, and of s8 with s32 sums. */
#include "port.h"
#include "parameters.h"

#define ENGINE(name) name##_f32
#define IN_T float
#define SUM_T float
#define SCALE_T float
#include "gemm_body.h"
#undef ENGINE
#undef IN_T
#undef SUM_T
#undef SCALE_T

#define ENGINE(name) name##_s8
#define IN_T s8_t
#define SUM_T int
#define SCALE_T int
#include "gemm_body.h"
#undef ENGINE
#undef IN_T
#undef SUM_T
#undef SCALE_T
