package assay.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import assay.gpu.compile.PtxModules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed PTX is that of the sources beside it, and assemblers take it. */
class PtxTest {
  private static final Path SOURCES = Path.of("src/main/cuda");

  /** How the names of modules for sm_90a begin. */
  private static final String HOPPER = "hopper_";

  /** Whether an assembler for this architecture has to take the module. */
  private static boolean runsOn(String architecture, String module) {
    return !module.startsWith(HOPPER) || architecture.equals("sm_90a");
  }

  private static List<String> modules() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".cu"))
          .map(name -> name.substring(0, name.length() - 3))
          .sorted()
          .toList();
    }
  }

  private static String text(String module) {
    return new String(PtxModules.ptx(module), StandardCharsets.UTF_8);
  }

  @Test
  void belongsToItsSources() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.sorted().toList()) {
        digest.update((file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
    String hash = HexFormat.of().formatHex(digest.digest());
    for (String module : modules()) {
      assertThat(text(module).lines().findFirst().orElseThrow())
          .as("%s: run compile-ptx and commit what it writes", module)
          .endsWith("SHA-256 of the sources: " + hash);
    }
  }

  /** CUDA 11.0 is the first that knows sm_80, CUDA 12.0 the first that knows sm_90a. */
  @Test
  void olderDriversTakeIt() throws IOException {
    for (String module : modules()) {
      assertThat(text(module).lines())
          .as(module)
          .containsSequence(
              module.startsWith(HOPPER)
                  ? List.of(".version 8.0", ".target sm_90a")
                  : List.of(".version 7.0", ".target sm_80"));
    }
  }

  /** JCuda's own compiler is that of CUDA 12.0. */
  @ParameterizedTest
  @ValueSource(strings = {"sm_80", "sm_90a"})
  void theCompilerOfCuda12TakesIt(String architecture) throws IOException {
    for (String module : modules()) {
      if (!runsOn(architecture, module)) {
        continue;
      }
      byte[] ptx = PtxModules.ptx(module);
      nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
      assertThat(JNvPTXCompiler.nvPTXCompilerCreate(compiler, ptx.length, ptx)).isZero();
      String[] options = {"--gpu-name=" + architecture, "--opt-level=0"};
      int code = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
      assertThat(code).as("%s for %s: %s", module, architecture, log(compiler)).isZero();
      assertThat(JNvPTXCompiler.nvPTXCompilerDestroy(compiler)).isZero();
    }
  }

  private static String log(nvPTXCompilerHandle compiler) {
    long[] size = new long[1];
    JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
    byte[] log = new byte[Math.toIntExact(size[0]) + 1];
    JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log);
    return new String(log, StandardCharsets.UTF_8).strip();
  }

  /** sm_100 is newer than JCuda's compiler. */
  @ParameterizedTest
  @ValueSource(strings = {"sm_80", "sm_89", "sm_90a", "sm_100"})
  void ptxasTakesIt(String architecture, @TempDir Path folder)
      throws IOException, InterruptedException {
    for (String module : modules()) {
      if (!runsOn(architecture, module)) {
        continue;
      }
      Path ptx = Files.write(folder.resolve(module + ".ptx"), PtxModules.ptx(module));
      List<String> command =
          List.of(
              "ptxas",
              "-O0",
              "-arch=" + architecture,
              ptx.toString(),
              "-o",
              folder.resolve(module + ".cubin").toString());
      Process ptxas;
      try {
        ptxas = new ProcessBuilder(command).redirectErrorStream(true).start();
      } catch (IOException e) {
        abort("ptxas cannot be run (" + e.getMessage() + "); it comes with the CUDA toolkit");
        return;
      }
      String output = new String(ptxas.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(ptxas.waitFor()).as("%s for %s: %s", module, architecture, output).isZero();
    }
  }
}
