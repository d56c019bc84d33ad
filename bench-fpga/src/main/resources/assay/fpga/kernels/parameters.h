/*
 * All sizes of on-chip memory and logic. A build overrides them with -D, and a bitstream's manifest
 * records the values it was built with.
 */
#ifndef ASSAY_PARAMETERS_H
#define ASSAY_PARAMETERS_H

/* Rows and columns of the product, and length of the sums, that a matrix engine holds at a time. */
#ifndef ASSAY_TILE_M
#define ASSAY_TILE_M 64
#endif
#ifndef ASSAY_TILE_N
#define ASSAY_TILE_N 64
#endif
#ifndef ASSAY_TILE_K
#define ASSAY_TILE_K 64
#endif

/* Multipliers of a matrix engine: rows × columns; each divides its tile. */
#ifndef ASSAY_PE_ROWS
#define ASSAY_PE_ROWS 8
#endif
#ifndef ASSAY_PE_COLUMNS
#define ASSAY_PE_COLUMNS 16
#endif

/* Elements that the vector engine processes at a time, and channels whose sums are kept on chip. */
#ifndef ASSAY_LANES
#define ASSAY_LANES 16
#endif
#ifndef ASSAY_CHANNELS
#define ASSAY_CHANNELS 256
#endif

/*
 * Position of the loop over k in a tile's product. 0: outermost, so that an accumulator is reused only
 * after all others (AMD: hides the adder's latency). 1: innermost, in registers (Intel: hardened
 * floating-point accumulators add in one cycle).
 */
#ifndef ASSAY_K_INNERMOST
#if defined(INTELFPGA_CL)
#define ASSAY_K_INNERMOST 1
#else
#define ASSAY_K_INNERMOST 0
#endif
#endif

#if ASSAY_TILE_M % ASSAY_PE_ROWS != 0 || ASSAY_TILE_N % ASSAY_PE_COLUMNS != 0
#error "ASSAY_PE_ROWS must divide ASSAY_TILE_M, and ASSAY_PE_COLUMNS ASSAY_TILE_N"
#endif

#endif
