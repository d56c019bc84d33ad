package assay.fpga.rtl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Copies of the sources with one thing changed. */
final class Mutants {
  private Mutants() {}

  static Sources of(String file, String right, String wrong) {
    Map<String, byte[]> files = new LinkedHashMap<>(Sources.shipped().files());
    String text = new String(Objects.requireNonNull(files.get(file), file), UTF_8);
    assertThat(text).as("what is to be broken in %s", file).containsOnlyOnce(right);
    files.put(file, text.replace(right, wrong).getBytes(UTF_8));
    return new Sources(files);
  }
}
