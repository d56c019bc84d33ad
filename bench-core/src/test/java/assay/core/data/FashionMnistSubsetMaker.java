package assay.core.data;

import assay.core.availability.Availability;
import assay.core.files.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the subset of Fashion-MNIST that ships in the jar: the first 1,200 training and 200 test
 * images of each class, in the order of the full set's files.
 */
public final class FashionMnistSubsetMaker {
  static final int TRAIN_PER_CLASS = 1200;
  static final int TEST_PER_CLASS = 200;

  private FashionMnistSubsetMaker() {}

  /**
   * Writes the four gzipped IDX files and prints {@code SHA256SUMS} of their unpacked content.
   *
   * @param args folder of the full set, output folder
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: FashionMnistSubsetMaker FOLDER_OF_THE_FULL_SET OUTPUT_FOLDER");
      System.exit(2);
    }
    Path out = Files.createDirectories(Path.of(args[1]));
    for (Map.Entry<String, byte[]> file : make(fullSet(Path.of(args[0]))).entrySet()) {
      Files.write(out.resolve(file.getKey() + ".gz"), gzip(file.getValue()));
      System.out.println(Sha256.of(file.getValue()) + "  " + file.getKey());
    }
  }

  private static FashionMnist fullSet(Path folder) {
    return switch (FashionMnist.locate(Optional.of(folder))) {
      case Availability.Available<FashionMnist>(FashionMnist data) -> data;
      case Availability.Unavailable<FashionMnist> missing ->
          throw new DataException(missing.reason());
    };
  }

  /** The subset's unpacked files by name. */
  static Map<String, byte[]> make(FashionMnist full) {
    var files = new TreeMap<String, byte[]>();
    add(files, "train", full.train(), TRAIN_PER_CLASS);
    add(files, "t10k", full.test(), TEST_PER_CLASS);
    return files;
  }

  private static void add(
      Map<String, byte[]> files, String split, ImageDataset data, int perClass) {
    List<Integer> chosen = firstOfEachClass(data, perClass);
    var images =
        ByteBuffer.allocate(16 + chosen.size() * data.pixelsPerImage())
            .putInt(IdxFile.IMAGES_MAGIC)
            .putInt(chosen.size())
            .putInt(data.rows())
            .putInt(data.columns());
    var labels =
        ByteBuffer.allocate(8 + chosen.size()).putInt(IdxFile.LABELS_MAGIC).putInt(chosen.size());
    for (int index : chosen) {
      data.pixels(index, images.array(), images.position());
      images.position(images.position() + data.pixelsPerImage());
      labels.put((byte) data.label(index));
    }
    files.put(split + "-images-idx3-ubyte", images.array());
    files.put(split + "-labels-idx1-ubyte", labels.array());
  }

  private static List<Integer> firstOfEachClass(ImageDataset data, int perClass) {
    int[] taken = new int[IdxFile.CLASSES];
    var chosen = new ArrayList<Integer>();
    for (int i = 0; i < data.size(); i++) {
      if (taken[data.label(i)]++ < perClass) {
        chosen.add(i);
      }
    }
    return chosen;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(9);
          }
        }) {
      gzip.write(content);
    }
    return out.toByteArray();
  }
}
