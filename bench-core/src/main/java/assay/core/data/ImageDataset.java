package assay.core.data;

import java.util.Objects;

/**
 * Labelled grey-scale images held in memory: one split (training or test) of a data set. Immutable.
 *
 * <p>Pixels are unsigned bytes in the order (index, row, column), 0 black to 255 white, so an image
 * is {@code rows() * columns()} consecutive values. Labels are 0 to 9.
 */
public final class ImageDataset {
  private final String name;
  private final IdxFile.Images images;
  private final IdxFile.Labels labels;

  ImageDataset(String name, IdxFile.Images images, IdxFile.Labels labels) {
    this.name = name;
    this.images = images;
    this.labels = labels;
  }

  /** The split's name, for example {@code fashion-mnist/train}. */
  public String name() {
    return name;
  }

  /** Number of images and of labels, at least 1. */
  public int size() {
    return images.count();
  }

  /** Height of an image in pixels. */
  public int rows() {
    return images.rows();
  }

  /** Width of an image in pixels. */
  public int columns() {
    return images.columns();
  }

  /** Number of values per image: {@code rows() * columns()}. */
  public int pixelsPerImage() {
    return images.rows() * images.columns();
  }

  /**
   * An image's class.
   *
   * @param index 0 to {@code size() - 1}
   * @return 0 to 9
   * @throws IndexOutOfBoundsException when there is no such image
   */
  public int label(int index) {
    return labels.values()[Objects.checkIndex(index, size())];
  }

  /**
   * One pixel.
   *
   * @param index 0 to {@code size() - 1}
   * @param row 0 (top) to {@code rows() - 1}
   * @param column 0 (left) to {@code columns() - 1}
   * @return 0 to 255
   * @throws IndexOutOfBoundsException when there is no such image, row or column
   */
  public int pixel(int index, int row, int column) {
    Objects.checkIndex(row, rows());
    Objects.checkIndex(column, columns());
    return images.pixels()[start(index) + row * columns() + column] & 0xFF;
  }

  /**
   * Copies an image's unsigned bytes.
   *
   * @param index 0 to {@code size() - 1}
   * @param dst receives {@link #pixelsPerImage()} values, row by row
   * @param offset where in {@code dst} the first one goes
   * @throws IndexOutOfBoundsException when there is no such image or {@code dst} is too short
   */
  public void pixels(int index, byte[] dst, int offset) {
    System.arraycopy(images.pixels(), start(index), dst, offset, pixelsPerImage());
  }

  /**
   * Writes an image as floats in [0, 1]: each value is the pixel (0 to 255) divided by 255, rounded
   * once to the nearest float. No mean is subtracted: black is exactly 0 and white exactly 1.
   *
   * @param index 0 to {@code size() - 1}
   * @param dst receives {@link #pixelsPerImage()} values, row by row
   * @param offset where in {@code dst} the first one goes
   * @throws IndexOutOfBoundsException when there is no such image or {@code dst} is too short
   */
  public void normalized(int index, float[] dst, int offset) {
    int start = start(index);
    int n = pixelsPerImage();
    Objects.checkFromIndexSize(offset, n, dst.length);
    byte[] pixels = images.pixels();
    for (int i = 0; i < n; i++) {
      dst[offset + i] = (pixels[start + i] & 0xFF) / 255f;
    }
  }

  @Override
  public String toString() {
    return name + " (" + size() + " images of " + rows() + " x " + columns() + ")";
  }

  private int start(int index) {
    return Objects.checkIndex(index, size()) * pixelsPerImage();
  }
}
