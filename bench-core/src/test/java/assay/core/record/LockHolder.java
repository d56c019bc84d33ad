package assay.core.record;

import assay.core.record.store.RunFolder;
import assay.core.record.store.RunLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that holds the lock of a run until it is killed. */
final class LockHolder {
  private LockHolder() {}

  /** Returns once the lock is held. */
  static Process start(Path run) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                run.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    if (!"locked".equals(said.readLine())) {
      process.destroyForcibly();
      throw new AssertionError("the run was not locked");
    }
    return process;
  }

  /** Takes the lock of the run in that folder. */
  public static void main(String[] args) throws Exception {
    try (RunLock _ = new RunFolder(Path.of(args[0])).lock().orElseThrow()) {
      System.out.println("locked");
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
