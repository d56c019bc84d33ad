package assay.fpga.rtl;

import assay.core.files.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The model's sources and the scripts that build and route it, by name.
 *
 * @param files contents by file name
 */
record Sources(Map<String, byte[]> files) {
  private static final List<String> NAMES =
      List.of(
          "systolic_gemm.sv", "systolic_pe.sv", "systolic_skew.sv", "bench.cpp", "build", "synth");
  private static final int KEY_DIGITS = 16;

  /** The sources on the class path, from the folder {@code rtl} of this module. */
  static Sources shipped() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : NAMES) {
      try (InputStream in = Sources.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException(name + " is missing on the class path: rebuild");
        }
        files.put(name, in.readAllBytes());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("cannot read " + name, e);
      }
    }
    return new Sources(files);
  }

  /** Writes every file to an existing folder. */
  void writeTo(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /**
   * Runs one of the scripts for an array.
   *
   * @param script {@code build} or {@code synth}
   * @param folder for results, and for a copy of the sources
   * @throws IOException if it cannot be started or does not finish in time
   */
  Command.Result run(String script, ArraySize size, Tools tools, Path folder, long limitSeconds)
      throws IOException {
    Path from = Files.createDirectory(folder.resolve("sources"));
    writeTo(from);
    return tools
        .command()
        .run(
            List.of(
                tools.find("sh").orElse(Path.of("sh")).toString(),
                from.resolve(script).toString(),
                String.valueOf(size.rows()),
                String.valueOf(size.cols()),
                folder.toString(),
                from.toString()),
            limitSeconds);
  }

  /** A hash of these sources and {@code more}. */
  String key(String more) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    files.forEach((name, content) -> {
      all.writeBytes((name + " " + content.length + "\n").getBytes(StandardCharsets.UTF_8));
      all.writeBytes(content);
    });
    all.writeBytes(more.getBytes(StandardCharsets.UTF_8));
    return Sha256.of(all.toByteArray()).substring(0, KEY_DIGITS);
  }
}
