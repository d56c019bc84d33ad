package assay.core.data;

import assay.core.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * The four expected files of a data set in MNIST form.
 *
 * @param trainImages IDX images of the training split
 * @param trainLabels IDX labels of the training split
 * @param testImages IDX images of the test split
 * @param testLabels IDX labels of the test split
 */
public record FileSet(
    ExpectedFile trainImages,
    ExpectedFile trainLabels,
    ExpectedFile testImages,
    ExpectedFile testLabels) {

  /** The four files: training images and labels, test images and labels. */
  public List<ExpectedFile> files() {
    return List.of(trainImages, trainLabels, testImages, testLabels);
  }

  /**
   * Verifies a folder; problems are returned, not thrown.
   *
   * @return one check per file, in the order of {@link #files()}
   */
  public List<FileCheck> verify(Path folder) {
    return files().stream().map(file -> FileCheck.of(folder, file)).toList();
  }

  /**
   * One checksum for the whole set: SHA-256 of the text {@code sha256sum} prints for the four
   * unpacked files in the order of {@link #files()}, so that a shell can reproduce it: {@code
   * sha256sum train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte
   * t10k-labels-idx1-ubyte | sha256sum}.
   */
  public String sha256() {
    var text = new StringBuilder();
    for (ExpectedFile file : files()) {
      text.append(file.sha256()).append("  ").append(file.name()).append('\n');
    }
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Both splits, each file read once and verified before it is parsed. */
  Splits load(String name, int side, Function<ExpectedFile, DataFile> reader) {
    return new Splits(
        split(name + "/train", side, trainImages, trainLabels, reader),
        split(name + "/test", side, testImages, testLabels, reader));
  }

  record Splits(ImageDataset train, ImageDataset test) {}

  private static ImageDataset split(
      String name,
      int side,
      ExpectedFile images,
      ExpectedFile labels,
      Function<ExpectedFile, DataFile> reader) {
    return IdxFile.dataset(
        name,
        images.checked(reader.apply(images)),
        labels.checked(reader.apply(labels)),
        side,
        side);
  }
}
