package assay.report.render.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Headless Chromium, and the checkers of pages from npm's registry; what is not there skips the
 * test with the remedy, or fails it under {@code -Dassay.require=browser}.
 */
final class Browser {
  private static final String REMEDY =
      "npm install --prefix report/target/page-tools axe-core@4 vnu-jar@26"
          + " (another folder: ASSAY_PAGE_TOOLS)";

  /** What a page became: its document after all scripts, and what the browser complained of. */
  record Outcome(String dom, String log) {}

  private final Path program;

  private Browser(Path program) {
    this.program = program;
  }

  static Browser find() {
    Path program =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .flatMap(folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    need(program != null, "there is no Chromium on the PATH; apt-get install chromium");
    return new Browser(java.util.Objects.requireNonNull(program));
  }

  /** A file of a package of npm's registry. */
  static Path tool(String path) {
    String folder = System.getenv().getOrDefault("ASSAY_PAGE_TOOLS", "target/page-tools");
    Path file = Path.of(folder).resolve("node_modules").resolve(path);
    need(Files.exists(file), "there is no " + path + "; " + REMEDY);
    return file;
  }

  private static void need(boolean there, String reason) {
    if (List.of(System.getProperty("assay.require", "").split(",", -1)).contains("browser")) {
      assertThat(there).as(reason).isTrue();
    }
    assumeTrue(there, reason);
  }

  /** Opens a page, lets its scripts run and gives what became of it. */
  Outcome open(Path page, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    Path folder = Files.createTempDirectory(page.getParent(), "browser");
    Path profile = folder.resolve("profile");
    command.addAll(
        List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--user-data-dir=" + profile,
            "--virtual-time-budget=20000",
            "--enable-logging=stderr",
            "--dump-dom"));
    command.addAll(List.of(options));
    command.add(page.toUri().toString());
    Path log = folder.resolve("log");
    Path dom = folder.resolve("dom.html");
    Process process =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(dom.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("Chromium came to an end").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        Files.readString(dom), new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1));
  }
}
