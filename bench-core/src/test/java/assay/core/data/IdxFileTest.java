package assay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
  private static final int SIDE = 28;
  private static final byte[] IMAGES = IdxSamples.images(5, 1);
  private static final byte[] LABELS = IdxSamples.labels(5);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsPlainAndGzipped(boolean gzipped) throws IOException {
    ImageDataset data =
        read(
            gzipped ? IdxSamples.gzip(IMAGES) : IMAGES, gzipped ? IdxSamples.gzip(LABELS) : LABELS);
    assertThat(data.size()).isEqualTo(5);
    assertThat(data.pixelsPerImage()).isEqualTo(784);
    assertThat(data.label(3)).isEqualTo(3);
    assertThat(data.pixel(4, 27, 26)).isEqualTo(IMAGES[IMAGES.length - 2] & 0xFF);
  }

  @Test
  void normalizesToUnitRange() throws IOException {
    byte[] pixels = new byte[2 * 784];
    pixels[784] = (byte) 255;
    pixels[785] = (byte) 128;
    ImageDataset data =
        read(IdxSamples.images(IdxFile.IMAGES_MAGIC, 2, SIDE, SIDE, pixels), IdxSamples.labels(2));
    float[] dst = new float[800];
    Arrays.fill(dst, -1);
    data.normalized(1, dst, 10);
    assertThat(dst[9]).isEqualTo(-1f);
    assertThat(dst[10]).isEqualTo(1f);
    assertThat(dst[11]).isEqualTo(128 / 255f);
    assertThat(dst[12]).isEqualTo(0f);
    assertThat(dst[793]).isEqualTo(0f);
    assertThat(dst[794]).isEqualTo(-1f);
  }

  @Test
  void indicesAreChecked() throws IOException {
    ImageDataset data = read(IMAGES, LABELS);
    assertThatThrownBy(() -> data.label(5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.pixel(0, 0, 28)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.normalized(-1, new float[784], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.normalized(0, new float[784], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.pixels(0, new byte[783], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  static Stream<Arguments> damagedImages() {
    byte[] gz = IdxSamples.gzip(IMAGES);
    byte[] flipped = gz.clone();
    flipped[gz.length / 2] ^= 0x55;
    byte[] badCrc = gz.clone();
    badCrc[gz.length - 8] ^= 1;
    byte[] badSize = gz.clone();
    badSize[gz.length - 4] ^= 1;
    return Stream.of(
        damage("labels for images", LABELS, "expected magic 0x00000803", "0x00000801 (IDX labels)"),
        damage(
            "text",
            "<html>not found".getBytes(StandardCharsets.US_ASCII),
            "expected magic 0x00000803",
            "0x3c68746d"),
        damage("empty", new byte[0], "truncated, expected 16 bytes", "found 0"),
        damage("header cut", Arrays.copyOf(IMAGES, 10), "truncated, expected 16", "found 10"),
        damage(
            "body cut",
            Arrays.copyOf(IMAGES, IMAGES.length - 1),
            "truncated, expected 3936 bytes",
            "5 images, found 3935"),
        damage(
            "too long",
            Arrays.copyOf(IMAGES, IMAGES.length + 3),
            "expected 3936 bytes",
            "found 3939 (3 bytes of trailing garbage)"),
        damage("no image", header(0, 28, 28), "count of at least 1", "found 0"),
        damage("huge count", header(-1, 28, 28), "count of at least 1", "found 4294967295"),
        damage("overflow", header(Integer.MAX_VALUE, 28, 28), "truncated", "1683627179264"),
        damage("dimensions", header(5, 32, 32), "28 x 28", "found 32 x 32"),
        damage("negative", header(5, 28, -1), "28 x 28", "found 28 x 4294967295"),
        damage("gzip cut", Arrays.copyOf(gz, gz.length / 2), "gzip stream truncated", "delete"),
        damage("gzip header only", Arrays.copyOf(gz, 10), "gzip stream truncated", "10 bytes"),
        damage("gzip header cut", Arrays.copyOf(gz, 5), "gzip header truncated", "5 bytes"),
        damage("gzip trailer cut", Arrays.copyOf(gz, gz.length - 3), "trailer truncated", ""),
        damage("gzip tail", Arrays.copyOf(gz, gz.length + 2), "2 bytes of trailing garbage", ""),
        damage("gzip flipped", flipped, "gzip", "delete the file"),
        damage("gzip crc", badCrc, "gzip checksum expected", "found"),
        damage("gzip size", badSize, "gzip length expected", "found 3936"));
  }

  private static Arguments damage(String name, byte[] file, String expected, String found) {
    return Arguments.of(name, file, expected, found);
  }

  private static byte[] header(int count, int rows, int columns) {
    return IdxSamples.images(IdxFile.IMAGES_MAGIC, count, rows, columns, new byte[10]);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damagedImages")
  void damagedImagesAreRefused(String name, byte[] file, String expected, String found) {
    assertThatThrownBy(() -> read(file, LABELS))
        .as(name)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.resolve("images") + ": ")
        .hasMessageContainingAll(expected, found)
        .hasMessageContaining("; ")
        .message()
        .doesNotContain("\n");
  }

  static Stream<Arguments> damagedLabels() {
    byte[] ten = LABELS.clone();
    ten[8 + 2] = 10;
    byte[] negative = LABELS.clone();
    negative[8 + 4] = -1;
    return Stream.of(
        damage("images for labels", IMAGES, "expected magic 0x00000801", "(IDX images)"),
        damage("label 10", ten, "expected labels 0 to 9", "found 10 at index 2"),
        damage("label 255", negative, "expected labels 0 to 9", "found 255 at index 4"),
        damage("cut", Arrays.copyOf(LABELS, 12), "truncated, expected 13", "found 12"),
        damage("too long", Arrays.copyOf(LABELS, 14), "expected 13 bytes", "1 bytes of trailing"),
        damage("fewer than images", IdxSamples.labels(4), "expected 5 labels", "found 4"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damagedLabels")
  void damagedLabelsAreRefused(String name, byte[] file, String expected, String found) {
    assertThatThrownBy(() -> read(IMAGES, file))
        .as(name)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.resolve("labels") + ": ")
        .hasMessageContainingAll(expected, found);
  }

  @Test
  void missingFileAndFolderInItsPlaceAreRefused() throws IOException {
    Path labels = Files.write(folder.resolve("labels"), LABELS);
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> IdxFile.read("t", absent, labels, SIDE, SIDE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(absent + ": no such file");
    assertThatThrownBy(() -> IdxFile.read("t", folder, labels, SIDE, SIDE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void gzipHeaderWithNameCommentExtraAndCrcIsRead() throws Gzip.Damaged {
    byte[] plain = IdxSamples.gzip(LABELS);
    byte[] fields = {3, 0, 'x', 'y', 'z', 'n', 0, 'c', 0, 0x12, 0x34};
    byte[] full = new byte[plain.length + fields.length];
    System.arraycopy(plain, 0, full, 0, 10);
    full[3] = 0x02 | 0x04 | 0x08 | 0x10;
    System.arraycopy(fields, 0, full, 10, fields.length);
    System.arraycopy(plain, 10, full, 10 + fields.length, plain.length - 10);
    assertThat(Gzip.unpack(full, 1000)).isEqualTo(LABELS);
  }

  @Test
  void contentBeyondTheLimitIsRefused() {
    byte[] bomb = IdxSamples.gzip(new byte[10_000_000]);
    assertThatThrownBy(() -> Gzip.unpack(bomb, 1_000_000))
        .isInstanceOf(Gzip.Damaged.class)
        .hasMessageContaining("limit of 1000000 bytes");
  }

  private ImageDataset read(byte[] images, byte[] labels) throws IOException {
    Path imageFile = Files.write(folder.resolve("images"), images);
    Path labelFile = Files.write(folder.resolve("labels"), labels);
    return IdxFile.read("test", imageFile, labelFile, SIDE, SIDE);
  }
}
