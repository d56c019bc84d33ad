package assay.core.data;

import assay.core.files.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** A small data set in the form of Fashion-MNIST, with its checksums. */
final class IdxSamples {
  static final int TRAIN = 40;
  static final int TEST = 20;
  private static final int SIDE = FashionMnist.SIDE;

  private final Map<String, byte[]> contents;
  private final FileSet files;

  /** Other seeds give other content of the same sizes. */
  IdxSamples(long seed) {
    contents =
        Map.of(
            "train-images-idx3-ubyte", images(TRAIN, seed),
            "train-labels-idx1-ubyte", labels(TRAIN),
            "t10k-images-idx3-ubyte", images(TEST, seed + 1),
            "t10k-labels-idx1-ubyte", labels(TEST));
    files =
        new FileSet(
            expected("train-images-idx3-ubyte"),
            expected("train-labels-idx1-ubyte"),
            expected("t10k-images-idx3-ubyte"),
            expected("t10k-labels-idx1-ubyte"));
  }

  FileSet files() {
    return files;
  }

  byte[] content(String name) {
    byte[] content = contents.get(name);
    if (content == null) {
      throw new IllegalArgumentException(name);
    }
    return content;
  }

  /** The published form of a file, given by its name with {@code .gz}. */
  byte[] packed(String gzipName) {
    return gzip(content(gzipName.substring(0, gzipName.length() - 3)));
  }

  void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (ExpectedFile file : files.files()) {
      Files.write(folder.resolve(file.gzipName()), packed(file.gzipName()));
    }
  }

  private ExpectedFile expected(String name) {
    byte[] content = content(name);
    return new ExpectedFile(name, content.length, Sha256.of(content));
  }

  static byte[] images(int count, long seed) {
    byte[] pixels = new byte[count * SIDE * SIDE];
    new SplittableRandom(seed).nextBytes(pixels);
    return images(IdxFile.IMAGES_MAGIC, count, SIDE, SIDE, pixels);
  }

  static byte[] images(int magic, int count, int rows, int columns, byte[] pixels) {
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(magic)
        .putInt(count)
        .putInt(rows)
        .putInt(columns)
        .put(pixels)
        .array();
  }

  static byte[] labels(int count) {
    byte[] values = new byte[count];
    for (int i = 0; i < count; i++) {
      values[i] = (byte) (i % 10);
    }
    return labels(IdxFile.LABELS_MAGIC, count, values);
  }

  static byte[] labels(int magic, int count, byte[] values) {
    return ByteBuffer.allocate(8 + values.length).putInt(magic).putInt(count).put(values).array();
  }

  static byte[] gzip(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
