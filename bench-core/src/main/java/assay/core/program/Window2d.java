package assay.core.program;

import static assay.core.program.ProgramException.require;

/**
 * A sliding window over height and width: extents, strides and zero padding on both sides, in
 * elements; dilation is 1.
 *
 * @param height extent of the window over rows, at least 1 (a convolution's R)
 * @param width extent of the window over columns, at least 1 (a convolution's S)
 */
public record Window2d(int height, int width, int strideH, int strideW, int padH, int padW) {
  /**
   * @throws ProgramException if an extent or stride is below 1, or a padding is negative or not
   *     smaller than the window
   */
  public Window2d {
    require(height >= 1 && width >= 1, "window %d×%d: extents must be at least 1", height, width);
    require(
        strideH >= 1 && strideW >= 1, "stride %d×%d: strides must be at least 1", strideH, strideW);
    require(padH >= 0 && padW >= 0, "padding %d×%d must not be negative", padH, padW);
  }

  /** A window without padding and with stride 1. */
  public static Window2d of(int height, int width) {
    return new Window2d(height, width, 1, 1, 0, 0);
  }

  /** A square pooling window that moves by its own extent. */
  public static Window2d tiles(int extent) {
    return new Window2d(extent, extent, extent, extent, 0, 0);
  }

  /**
   * Number of rows of output for {@code rows} rows of input: ⌊(rows + 2·padH − height)/strideH⌋ +
   * 1.
   *
   * @throws ProgramException if the window is larger than the padded input
   */
  public long outputHeight(long rows) {
    return extent("height", rows, height, strideH, padH);
  }

  /** Number of columns of output for {@code columns} columns of input, as {@link #outputHeight}. */
  public long outputWidth(long columns) {
    return extent("width", columns, width, strideW, padW);
  }

  private static long extent(String what, long input, int window, int stride, int pad) {
    long room = input + 2L * pad - window;
    require(
        room >= 0,
        "window %s %d is larger than the input's %s %d with padding %d on both sides",
        what,
        window,
        what,
        input,
        pad);
    return room / stride + 1;
  }
}
