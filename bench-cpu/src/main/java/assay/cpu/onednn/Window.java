package assay.cpu.onednn;

import assay.core.program.Tensor;
import assay.core.program.Window2d;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A sliding window as arrays of {@code dnnl_dim_t}, height first. */
final class Window implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();
  private final Window2d window;

  Window(Window2d window) {
    this.window = window;
  }

  private MemorySegment array(long height, long width) {
    return arena.allocateFrom(ValueLayout.JAVA_LONG, height, width);
  }

  MemorySegment extents() {
    return array(window.height(), window.width());
  }

  MemorySegment strides() {
    return array(window.strideH(), window.strideW());
  }

  /** oneDNN counts from 0: no dilation. */
  MemorySegment dilations() {
    return array(0, 0);
  }

  MemorySegment paddingBefore() {
    return array(window.padH(), window.padW());
  }

  /**
   * Padding behind the last row and column: as much as the last window reaches beyond the image,
   * less than in front, or negative, where the strides leave rows out.
   */
  MemorySegment paddingAfter(Tensor image, Tensor features) {
    long height =
        (features.shape().dim(1) - 1) * window.strideH() + window.height() - image.shape().dim(1);
    long width =
        (features.shape().dim(2) - 1) * window.strideW() + window.width() - image.shape().dim(2);
    return array(height - window.padH(), width - window.padW());
  }

  @Override
  public void close() {
    arena.close();
  }
}
