package assay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.availability.Availability;
import assay.core.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {
  private static final IdxSamples SAMPLES = new IdxSamples(7);

  @TempDir Path root;

  @Test
  void subsetIsSoundAndStratified() {
    FashionMnist subset = FashionMnist.subset();
    assertThat(subset.kind().id()).isEqualTo("subset");
    assertThat(subset.source()).isEqualTo("subset in the jar");
    assertThat(subset.sha256()).isEqualTo(FashionMnist.SUBSET_FILES.sha256());
    assertThat(classCounts(subset.train())).containsOnly(1200).hasSize(10);
    assertThat(classCounts(subset.test())).containsOnly(200).hasSize(10);
    assertThat(subset.train().name()).isEqualTo("fashion-mnist/train");
  }

  private static int[] classCounts(ImageDataset data) {
    int[] counts = new int[10];
    for (int i = 0; i < data.size(); i++) {
      counts[data.label(i)]++;
    }
    return counts;
  }

  @Test
  void shippedChecksumsAndLicenceAgreeWithTheCode() throws IOException {
    var sums = new StringBuilder();
    for (ExpectedFile file : FashionMnist.SUBSET_FILES.files()) {
      sums.append(file.sha256()).append("  ").append(file.name()).append('\n');
    }
    assertThat(resource("SHA256SUMS")).isEqualTo(sums.toString());
    assertThat(resource("LICENSE")).contains("Copyright (c) 2017 Zalando SE", "free of charge");
  }

  private static String resource(String name) throws IOException {
    String path = FashionMnist.SUBSET_FOLDER + name;
    try (InputStream in = FashionMnist.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void subsetIsMadeFromTheFullSet() {
    // -Dassay.data names the folder when the set is not in one of the usual places.
    var given = Optional.ofNullable(System.getProperty("assay.data")).map(Path::of);
    Availability<FashionMnist> located = FashionMnist.locate(given);
    assumeTrue(
        located instanceof Availability.Available<?>,
        () -> located instanceof Availability.Unavailable<?> missing ? missing.toText() : "");
    FashionMnist full = located.toOptional().orElseThrow();
    assertThat(full.train().size()).isEqualTo(60_000);
    assertThat(full.test().size()).isEqualTo(10_000);
    Map<String, byte[]> made = FashionMnistSubsetMaker.make(full);
    for (ExpectedFile file : FashionMnist.SUBSET_FILES.files()) {
      byte[] content = Objects.requireNonNull(made.get(file.name()));
      assertThat(content).hasSize((int) file.bytes());
      assertThat(Sha256.of(content)).as(file.name()).isEqualTo(file.sha256());
    }
  }

  @Test
  void givenFolderComesFirstThenFetchedThenPackaged() throws IOException {
    DataFolders folders = folders();
    Path given = root.resolve("given");
    SAMPLES.writeTo(folders.packaged());
    assertThat(found(Optional.empty(), folders).source()).isEqualTo("folder " + folders.packaged());
    SAMPLES.writeTo(folders.fetched());
    assertThat(found(Optional.empty(), folders).source()).isEqualTo("folder " + folders.fetched());
    SAMPLES.writeTo(given);
    FashionMnist data = found(Optional.of(given), folders);
    assertThat(data.source()).isEqualTo("folder " + given);
    assertThat(data.kind()).isEqualTo(FashionMnist.Kind.FULL);
    assertThat(data.train().size()).isEqualTo(IdxSamples.TRAIN);
    assertThat(data.test().size()).isEqualTo(IdxSamples.TEST);
    assertThat(data.sha256()).isEqualTo(SAMPLES.files().sha256()).hasSize(64);
  }

  @Test
  void unpackedFilesAreFoundToo() throws IOException {
    Path given = root.resolve("given");
    SAMPLES.writeTo(given);
    Files.delete(given.resolve("t10k-images-idx3-ubyte.gz"));
    Files.write(given.resolve("t10k-images-idx3-ubyte"), SAMPLES.content("t10k-images-idx3-ubyte"));
    assertThat(found(Optional.of(given), folders()).test().size()).isEqualTo(IdxSamples.TEST);
  }

  @Test
  void nothingFoundSaysWhereAndWhatToDo() {
    DataFolders folders = folders();
    var missing =
        (Availability.Unavailable<FashionMnist>)
            FashionMnist.locate(Optional.empty(), folders, FashionMnist.FULL_FILES);
    assertThat(missing.reason())
        .containsSubsequence(folders.fetched().toString(), folders.packaged().toString());
    assertThat(Objects.requireNonNull(missing.remedy()).text())
        .contains("fetch the data set", "dataset-fashion-mnist", "give the folder");
  }

  @Test
  void damagedSetIsAnErrorAndNotPassedOver() throws IOException {
    DataFolders folders = folders();
    SAMPLES.writeTo(folders.packaged());
    new IdxSamples(8).writeTo(folders.fetched());
    Path damaged = folders.fetched().resolve("train-images-idx3-ubyte.gz");
    assertThatThrownBy(() -> found(Optional.empty(), folders))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(damaged.toString())
        .hasMessageContaining(SAMPLES.files().trainImages().sha256())
        .hasMessageContaining(new IdxSamples(8).files().trainImages().sha256());
  }

  @Test
  void incompleteSetIsAnErrorAndNotPassedOver() throws IOException {
    DataFolders folders = folders();
    SAMPLES.writeTo(folders.packaged());
    SAMPLES.writeTo(folders.fetched());
    Files.delete(folders.fetched().resolve("t10k-labels-idx1-ubyte.gz"));
    assertThatThrownBy(() -> found(Optional.empty(), folders))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("missing t10k-labels-idx1-ubyte.gz");
  }

  @Test
  void givenFolderMustHoldTheSet() throws IOException {
    DataFolders folders = folders();
    SAMPLES.writeTo(folders.packaged());
    Path file = Files.writeString(root.resolve("file"), "x");
    assertThatThrownBy(() -> found(Optional.of(root.resolve("none")), folders))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found nothing");
    assertThatThrownBy(() -> found(Optional.of(file), folders))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a file");
    assertThatThrownBy(() -> found(Optional.of(root), folders))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("missing train-images-idx3-ubyte.gz, train-labels");
  }

  @Test
  void verificationIsData() throws IOException {
    SAMPLES.writeTo(root);
    Files.delete(root.resolve("train-labels-idx1-ubyte.gz"));
    Files.write(root.resolve("t10k-images-idx3-ubyte.gz"), new byte[] {0x1f, (byte) 0x8b, 1});
    Files.write(root.resolve("t10k-labels-idx1-ubyte.gz"), IdxSamples.gzip(new byte[5]));
    List<FileCheck> checks = SAMPLES.files().verify(root);
    assertThat(checks)
        .extracting(FileCheck::status)
        .containsExactly(
            FileCheck.Status.OK,
            FileCheck.Status.MISSING,
            FileCheck.Status.DAMAGED,
            FileCheck.Status.DAMAGED);
    assertThat(checks.get(0).actualSha256()).contains(checks.get(0).expectedSha256());
    assertThat(checks.get(1).detail()).contains("no such file", "fetch the data set");
    assertThat(checks.get(2).actualSha256()).isEmpty();
    assertThat(checks.get(2).detail()).contains("gzip header truncated");
    assertThat(checks.get(3).actualSha256()).contains(Sha256.of(new byte[5]));
    assertThat(checks.get(3).detail()).contains("found 5 bytes");
  }

  @Test
  void cacheFolderFollowsTheXdgSpecification() {
    Path home = Path.of("/home/u");
    assertThat(DataFolders.of(Map.of(), home).fetched())
        .isEqualTo(Path.of("/home/u/.cache/assay/fashion-mnist"));
    assertThat(DataFolders.of(Map.of("XDG_CACHE_HOME", "/c"), home).fetched())
        .isEqualTo(Path.of("/c/assay/fashion-mnist"));
    assertThat(DataFolders.of(Map.of("XDG_CACHE_HOME", "relative"), home).fetched())
        .isEqualTo(Path.of("/home/u/.cache/assay/fashion-mnist"));
    assertThat(DataFolders.of(Map.of("XDG_CACHE_HOME", ""), home).packaged())
        .isEqualTo(Path.of("/usr/share/datasets/fashion-mnist"));
  }

  @Test
  void expectedFilesAreChecked() {
    String sha = "0".repeat(64);
    assertThatThrownBy(() -> new ExpectedFile("../x", 1, sha))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ExpectedFile("x", 0, sha))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ExpectedFile("x", 1, "ABC"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private DataFolders folders() {
    return new DataFolders(root.resolve("fetched"), root.resolve("packaged"));
  }

  private static FashionMnist found(Optional<Path> given, DataFolders folders) {
    return FashionMnist.locate(given, folders, SAMPLES.files()).toOptional().orElseThrow();
  }
}
