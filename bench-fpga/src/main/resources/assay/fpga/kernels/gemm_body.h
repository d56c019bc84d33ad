/*
 * A matrix engine for one type: out = alpha·op(a)·op(b) + beta·c, row-major.
 *
 * Included with ENGINE(name) for names, IN_T, SUM_T, SCALE_T. Tiles of a and b are loaded into one
 * pair of on-chip buffers while the other pair is multiplied. Of a tile only the part inside the product is
 * computed, rounded up to whole groups of multipliers; elements outside are zeros.
 */

/* tile[i][j] = source element (row + i, column + j), or 0 outside rows × columns. */
DEVICE void ENGINE(load_a)(
    GLOBAL const IN_T *RESTRICT source, index_t offset, int transposed, int row, int column,
    int rows, int columns, int height, int width, ON_CHIP IN_T tile[ASSAY_TILE_M][ASSAY_TILE_K]) {
  if (transposed) {
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < height; i++) {
        PIPELINE
        tile[i][j] = row + i < rows && column + j < columns
            ? source[offset + (index_t)(column + j) * rows + row + i] : (IN_T)0;
      }
    }
  } else {
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        PIPELINE
        tile[i][j] = row + i < rows && column + j < columns
            ? source[offset + (index_t)(row + i) * columns + column + j] : (IN_T)0;
      }
    }
  }
}

/* As load_a, for the other operand's tile. */
DEVICE void ENGINE(load_b)(
    GLOBAL const IN_T *RESTRICT source, index_t offset, int transposed, int row, int column,
    int rows, int columns, int height, int width, ON_CHIP IN_T tile[ASSAY_TILE_K][ASSAY_TILE_N]) {
  if (transposed) {
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < height; i++) {
        PIPELINE
        tile[i][j] = row + i < rows && column + j < columns
            ? source[offset + (index_t)(column + j) * rows + row + i] : (IN_T)0;
      }
    }
  } else {
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        PIPELINE
        tile[i][j] = row + i < rows && column + j < columns
            ? source[offset + (index_t)(row + i) * columns + column + j] : (IN_T)0;
      }
    }
  }
}

/* sums += a_tile·b_tile. */
DEVICE void ENGINE(multiply)(
    ON_CHIP IN_T a_tile[ASSAY_TILE_M][ASSAY_TILE_K],
    ON_CHIP IN_T b_tile[ASSAY_TILE_K][ASSAY_TILE_N],
    ON_CHIP SUM_T sums[ASSAY_TILE_M][ASSAY_TILE_N], int height, int width, int depth) {
#if ASSAY_K_INNERMOST
  for (int i0 = 0; i0 < height; i0 += ASSAY_PE_ROWS) {
    for (int j0 = 0; j0 < width; j0 += ASSAY_PE_COLUMNS) {
      SUM_T block[ASSAY_PE_ROWS][ASSAY_PE_COLUMNS];
      UNROLL
      for (int i = 0; i < ASSAY_PE_ROWS; i++) {
        REPLICATE
        UNROLL
        for (int j = 0; j < ASSAY_PE_COLUMNS; j++) {
          REPLICATE
          block[i][j] = sums[i0 + i][j0 + j];
        }
      }
      for (int k = 0; k < depth; k++) {
        PIPELINE
        UNROLL
        for (int i = 0; i < ASSAY_PE_ROWS; i++) {
          REPLICATE
          UNROLL
          for (int j = 0; j < ASSAY_PE_COLUMNS; j++) {
            REPLICATE
            block[i][j] += (SUM_T)a_tile[i0 + i][k] * (SUM_T)b_tile[k][j0 + j];
          }
        }
      }
      UNROLL
      for (int i = 0; i < ASSAY_PE_ROWS; i++) {
        REPLICATE
        UNROLL
        for (int j = 0; j < ASSAY_PE_COLUMNS; j++) {
          REPLICATE
          sums[i0 + i][j0 + j] = block[i][j];
        }
      }
    }
  }
#else
  for (int k = 0; k < depth; k++) {
    for (int i0 = 0; i0 < height; i0 += ASSAY_PE_ROWS) {
      for (int j0 = 0; j0 < width; j0 += ASSAY_PE_COLUMNS) {
        PIPELINE
        UNROLL
        for (int i = 0; i < ASSAY_PE_ROWS; i++) {
          REPLICATE
          UNROLL
          for (int j = 0; j < ASSAY_PE_COLUMNS; j++) {
            REPLICATE
            sums[i0 + i][j0 + j] += (SUM_T)a_tile[i0 + i][k] * (SUM_T)b_tile[k][j0 + j];
          }
        }
      }
    }
  }
#endif
}

/* The smallest multiple of step that holds extent, at most limit. */
DEVICE int ENGINE(whole)(int extent, int step, int limit) {
  int rounded = (extent + step - 1) / step * step;
  return rounded < limit ? rounded : limit;
}

/* c may be out; it is not read if beta is 0. Offsets are in elements. */
KERNEL void ENGINE(gemm)(
    GLOBAL const IN_T *RESTRICT a, GLOBAL const IN_T *RESTRICT b, GLOBAL const SUM_T *c,
    GLOBAL SUM_T *out, index_t a_offset, index_t b_offset, index_t c_offset, index_t out_offset,
    int m, int n, int k, int transpose_a, int transpose_b, SCALE_T alpha, SCALE_T beta) {
  ON_CHIP IN_T a_tile[2][ASSAY_TILE_M][ASSAY_TILE_K];
  ON_CHIP IN_T b_tile[2][ASSAY_TILE_K][ASSAY_TILE_N];
  ON_CHIP SUM_T sums[ASSAY_TILE_M][ASSAY_TILE_N];
  PARTITION(a_tile, ASSAY_PE_ROWS, 2)
  PARTITION(b_tile, ASSAY_PE_COLUMNS, 3)
  PARTITION(sums, ASSAY_PE_ROWS, 1)
  PARTITION(sums, ASSAY_PE_COLUMNS, 2)
  for (int row = 0; row < m; row += ASSAY_TILE_M) {
    int height = ENGINE(whole)(m - row, ASSAY_PE_ROWS, ASSAY_TILE_M);
    for (int column = 0; column < n; column += ASSAY_TILE_N) {
      int width = ENGINE(whole)(n - column, ASSAY_PE_COLUMNS, ASSAY_TILE_N);
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          PIPELINE
          sums[i][j] = 0;
        }
      }
      int depth = ENGINE(whole)(k, 1, ASSAY_TILE_K);
      ENGINE(load_a)(a, a_offset, transpose_a, row, 0, m, k, height, depth, a_tile[0]);
      ENGINE(load_b)(b, b_offset, transpose_b, 0, column, k, n, depth, width, b_tile[0]);
      int current = 0;
      for (int at = 0; at < k; at += ASSAY_TILE_K) {
        int next = at + ASSAY_TILE_K;
        int more = next < k ? ENGINE(whole)(k - next, 1, ASSAY_TILE_K) : 0;
        ENGINE(load_a)(a, a_offset, transpose_a, row, next, m, k, height, more, a_tile[1 - current]);
        ENGINE(load_b)(b, b_offset, transpose_b, next, column, k, n, more, width, b_tile[1 - current]);
        ENGINE(multiply)(a_tile[current], b_tile[current], sums, height, width, depth);
        depth = more;
        current = 1 - current;
      }
      int last_row = m - row < ASSAY_TILE_M ? m - row : ASSAY_TILE_M;
      int last_column = n - column < ASSAY_TILE_N ? n - column : ASSAY_TILE_N;
      for (int i = 0; i < last_row; i++) {
        index_t at = (index_t)(row + i) * n + column;
        for (int j = 0; j < last_column; j++) {
          PIPELINE
          SUM_T value = alpha * sums[i][j];
          out[out_offset + at + j] = beta == 0 ? value : value + beta * c[c_offset + at + j];
        }
      }
    }
  }
}
