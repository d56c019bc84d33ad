/* A stand-in for a part of cuDNN that is only loaded. */
#include "cuda_standin.h"
