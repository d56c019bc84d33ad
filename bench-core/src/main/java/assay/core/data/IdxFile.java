package assay.core.data;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads IDX files as used by MNIST and similar data sets: a big-endian header, then unsigned bytes.
 *
 * <p>Images: magic 0x00000803, count, rows, columns, then count × rows × columns pixels. Labels:
 * magic 0x00000801, count, then count labels. Files may be plain or gzipped. The format is
 * described on the MNIST page of Yann LeCun.
 *
 * <p>A file is read completely or refused: wrong magic, truncation, trailing bytes, dimensions out
 * of range, a label outside 0 to 9 and damaged gzip are each a {@link DataException}.
 */
public final class IdxFile {
  /** Magic number of a file of unsigned bytes in three dimensions. */
  public static final int IMAGES_MAGIC = 0x0000_0803;

  /** Magic number of a file of unsigned bytes in one dimension. */
  public static final int LABELS_MAGIC = 0x0000_0801;

  /** Number of classes; labels are 0 to 9. */
  public static final int CLASSES = 10;

  private static final int IMAGES_HEADER = 16;
  private static final int LABELS_HEADER = 8;

  private IdxFile() {}

  /** Images of one file: {@code pixels} is (count, rows, columns), unsigned bytes. */
  @SuppressWarnings("ArrayRecordComponent") // 47 MB; never compared, never exposed
  record Images(String name, int count, int rows, int columns, byte[] pixels) {}

  /** Labels of one file, each 0 to 9. */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record Labels(String name, int count, byte[] values) {}

  /**
   * Reads a pair of files, plain or gzipped.
   *
   * @param name the data set's name, for messages and records
   * @param images file of images
   * @param labels file of labels, one per image
   * @param rows expected height of an image in pixels
   * @param columns expected width of an image in pixels
   * @throws DataException when either file is missing or damaged, or they do not match
   */
  public static ImageDataset read(String name, Path images, Path labels, int rows, int columns) {
    return dataset(name, DataFile.read(images), DataFile.read(labels), rows, columns);
  }

  static ImageDataset dataset(
      String name, DataFile imageFile, DataFile labelFile, int rows, int columns) {
    Images images = images(imageFile, rows, columns);
    Labels labels = labels(labelFile);
    if (images.count() != labels.count()) {
      throw new DataException(
          labels.name()
              + ": expected "
              + images.count()
              + " labels, as many as there are images in "
              + images.name()
              + ", found "
              + labels.count()
              + "; use two files of the same split");
    }
    return new ImageDataset(name, images, labels);
  }

  static Images images(DataFile file, int rows, int columns) {
    checkHeader(file, IMAGES_MAGIC, "images", IMAGES_HEADER);
    int count = checkCount(file);
    int foundRows = file.intAt(8);
    int foundColumns = file.intAt(12);
    if (foundRows != rows || foundColumns != columns) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: expected images of %d x %d pixels, found %s x %s; this is another data set",
              file.name(),
              rows,
              columns,
              Integer.toUnsignedString(foundRows),
              Integer.toUnsignedString(foundColumns)));
    }
    checkLength(file, IMAGES_HEADER + (long) count * rows * columns, count + " images");
    return new Images(file.name(), count, rows, columns, file.from(IMAGES_HEADER));
  }

  static Labels labels(DataFile file) {
    checkHeader(file, LABELS_MAGIC, "labels", LABELS_HEADER);
    int count = checkCount(file);
    checkLength(file, LABELS_HEADER + (long) count, count + " labels");
    byte[] values = file.from(LABELS_HEADER);
    for (int i = 0; i < count; i++) {
      int label = values[i] & 0xFF;
      if (label >= CLASSES) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: expected labels 0 to %d, found %d at index %d; fetch or copy the file again",
                file.name(),
                CLASSES - 1,
                label,
                i));
      }
    }
    return new Labels(file.name(), count, values);
  }

  private static void checkHeader(DataFile file, int magic, String what, int headerBytes) {
    // Check the magic first: "not an IDX file" is more helpful than "too short".
    if (file.length() >= 4 && file.intAt(0) != magic) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: expected magic 0x%08x (IDX %s), found 0x%08x%s; use the right file",
              file.name(),
              magic,
              what,
              file.intAt(0),
              nameOfMagic(file.intAt(0))));
    }
    if (file.length() < headerBytes) {
      throw truncated(file, headerBytes, "the header");
    }
  }

  private static String nameOfMagic(int magic) {
    return switch (magic) {
      case IMAGES_MAGIC -> " (IDX images)";
      case LABELS_MAGIC -> " (IDX labels)";
      default -> "";
    };
  }

  private static int checkCount(DataFile file) {
    int count = file.intAt(4);
    if (count <= 0) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: expected a count of at least 1 and below 2^31, found %s; fetch or copy it again",
              file.name(),
              Integer.toUnsignedString(count)));
    }
    return count;
  }

  private static void checkLength(DataFile file, long expected, String what) {
    if (file.length() < expected) {
      throw truncated(file, expected, "the header and " + what);
    }
    if (file.length() > expected) {
      throw new DataException(
          String.format(
                  Locale.ROOT,
                  "%s: expected %d bytes unpacked for %s, found %d (%d bytes of trailing garbage);",
                  file.name(),
                  expected,
                  what,
                  file.length(),
                  file.length() - expected)
              + " fetch or copy the file again");
    }
  }

  private static DataException truncated(DataFile file, long expected, String what) {
    return new DataException(
        String.format(
            Locale.ROOT,
            "%s: truncated, expected %d bytes unpacked for %s, found %d; fetch or copy the file again",
            file.name(),
            expected,
            what,
            file.length()));
  }
}
