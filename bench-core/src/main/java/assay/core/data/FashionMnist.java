package assay.core.data;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Fashion-MNIST (Zalando SE, MIT licence): 28 × 28 grey-scale images of clothing in ten classes, as
 * one of two sets, the subset inside the jar or the full set in a folder. Verified by SHA-256
 * whenever it is loaded. Immutable.
 *
 * <p>A workload chooses the set and reports which one it used ({@link Kind#id()}); there is no
 * fallback from one to the other.
 */
public final class FashionMnist {
  /** Height and width of an image in pixels. */
  public static final int SIDE = 28;

  /**
   * The full set: 60,000 + 10,000 images.
   *
   * <p>The checksums were computed with {@code zcat FILE.gz | sha256sum} on the files of Debian's
   * package dataset-fashion-mnist 0.0~git20200523.55506a9-1. That these are the published files was
   * checked as follows: Debian only rewrote the gzip headers, and with the original name and time
   * (1504176606 for the training files, 1504176627 for the test files) restored, all four have the
   * MD5 sums printed in the data set's own README (8d4fb7e6…, 25c81989…, bef4ecab…, bb300cfd…).
   */
  public static final FileSet FULL_FILES =
      new FileSet(
          new ExpectedFile(
              "train-images-idx3-ubyte",
              47_040_016,
              "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
          new ExpectedFile(
              "train-labels-idx1-ubyte",
              60_008,
              "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
          new ExpectedFile(
              "t10k-images-idx3-ubyte",
              7_840_016,
              "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
          new ExpectedFile(
              "t10k-labels-idx1-ubyte",
              10_008,
              "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"));

  /**
   * The subset in the jar: 12,000 + 2,000 images, the first 1,200 and the first 200 of each class
   * in the order of the full set's files. The test class {@code FashionMnistSubsetMaker} creates it
   * from the full set and prints these checksums.
   */
  public static final FileSet SUBSET_FILES =
      new FileSet(
          new ExpectedFile(
              "train-images-idx3-ubyte",
              9_408_016,
              "ded9297f1d7b567047797bb831eb9cfd84010a483a4075cb9fc0465219002cb7"),
          new ExpectedFile(
              "train-labels-idx1-ubyte",
              12_008,
              "11a34fec6f816dbe22c806d6de7e130fa048759622a0e6f6da8feb272e09ee1d"),
          new ExpectedFile(
              "t10k-images-idx3-ubyte",
              1_568_016,
              "15a92dd1e9b16ea361928086e77df4dfa890c255c00b5a8c8162c1040ce8eef1"),
          new ExpectedFile(
              "t10k-labels-idx1-ubyte",
              2_008,
              "234596aeb6eb48133ec99a62541f90bc0728c9559a681f1e0638037462458f2c"));

  /** The remedy for a missing full set. */
  public static final Remedy FETCH = new Remedy.Use(Remedy.Task.FETCH_DATA, "fetch the data set");

  static final Remedy FETCH_OR_ANOTHER =
      new Remedy.AnyOf(FETCH, new Remedy.Change(Remedy.Setting.DATA_FOLDER, "give another folder"));

  /** Resource folder of the subset. */
  static final String SUBSET_FOLDER = "/assay/data/fashion-mnist-subset/";

  private static final String NAME = "fashion-mnist";

  private final Kind kind;
  private final String source;
  private final String sha256;
  private final FileSet.Splits splits;

  private FashionMnist(Kind kind, String source, String sha256, FileSet.Splits splits) {
    this.kind = kind;
    this.source = source;
    this.sha256 = sha256;
    this.splits = splits;
  }

  /** Which of the two sets. */
  public enum Kind {
    /** 12,000 + 2,000 images that ship with Assay. */
    SUBSET("subset"),
    /** All 60,000 + 10,000 images. */
    FULL("full");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** {@code subset} or {@code full}, as in a workload's {@code data=} parameter. */
    public String id() {
      return id;
    }
  }

  /**
   * The subset inside the jar; needs no file and no network.
   *
   * @throws DataException when this build of Assay is broken
   */
  public static FashionMnist subset() {
    FileSet.Splits splits =
        SUBSET_FILES.load(NAME, SIDE, file -> DataFile.resource(SUBSET_FOLDER + file.gzipName()));
    return new FashionMnist(Kind.SUBSET, "subset in the jar", SUBSET_FILES.sha256(), splits);
  }

  /**
   * Looks for the full set in {@code dataDir} if given (and only there), else in this machine's
   * {@link DataFolders}. The first folder that contains any of the four files is used.
   *
   * @param dataDir the folder the user gave
   * @throws DataException when the given folder lacks a file, or a folder that was found is
   *     incomplete or damaged; a damaged set is never skipped for another
   */
  public static Availability<FashionMnist> locate(Optional<Path> dataDir) {
    return locate(dataDir, DataFolders.ofSystem());
  }

  /** As {@link #locate(Optional)}, searching the given folders. */
  public static Availability<FashionMnist> locate(Optional<Path> dataDir, DataFolders folders) {
    return locate(dataDir, folders, FULL_FILES);
  }

  static Availability<FashionMnist> locate(
      Optional<Path> dataDir, DataFolders folders, FileSet files) {
    if (dataDir.isPresent()) {
      return new Availability.Available<>(load(dataDir.get(), files));
    }
    for (Path folder : folders.inOrder()) {
      if (files.files().stream().anyMatch(file -> file.in(folder).isPresent())) {
        return new Availability.Available<>(load(folder, files));
      }
    }
    return new Availability.Unavailable<>(
        "the full Fashion-MNIST set was not found in any of "
            + folders.inOrder().stream().map(Path::toString).collect(Collectors.joining(", ")),
        new Remedy.AnyOf(
            FETCH,
            new Remedy.Install("Debian's package dataset-fashion-mnist"),
            new Remedy.Change(Remedy.Setting.DATA_FOLDER, "give the folder that contains it")));
  }

  private static FashionMnist load(Path folder, FileSet files) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder
              + ": expected a folder with the four files of Fashion-MNIST, found "
              + (Files.exists(folder) ? "a file" : "nothing"),
          FETCH_OR_ANOTHER);
    }
    List<String> missing =
        files.files().stream()
            .filter(file -> file.in(folder).isEmpty())
            .map(ExpectedFile::gzipName)
            .toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          folder
              + ": expected the four files of Fashion-MNIST, missing "
              + String.join(", ", missing),
          FETCH_OR_ANOTHER);
    }
    FileSet.Splits splits =
        files.load(NAME, SIDE, file -> DataFile.read(file.in(folder).orElseThrow()));
    return new FashionMnist(Kind.FULL, "folder " + folder, files.sha256(), splits);
  }

  /** Subset or full. */
  public Kind kind() {
    return kind;
  }

  /** Where the data came from: {@code subset in the jar} or {@code folder PATH}. */
  public String source() {
    return source;
  }

  /** Checksum of the content for the run record, as {@link FileSet#sha256()} defines it. */
  public String sha256() {
    return sha256;
  }

  /** The training split. */
  public ImageDataset train() {
    return splits.train();
  }

  /** The test split. */
  public ImageDataset test() {
    return splits.test();
  }
}
