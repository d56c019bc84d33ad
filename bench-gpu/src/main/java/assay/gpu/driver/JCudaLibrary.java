package assay.gpu.driver;

import assay.core.files.IoReason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jcuda.driver.JCudaDriver;

/**
 * Loads JCuda's native library. JCuda unpacks it under a fixed name into {@code java.io.tmpdir},
 * where two users, versions or processes collide. So it gets a folder of its own, which is deleted
 * as soon as the library is mapped.
 */
final class JCudaLibrary {
  private static final String FOLDER = "java.io.tmpdir";

  private JCudaLibrary() {}

  /** Loads it unless it is loaded already; the reason if that fails. */
  static synchronized Optional<String> load() {
    Path folder;
    try {
      folder = Files.createTempDirectory("assay-jcuda");
    } catch (IOException e) {
      return Optional.of("cannot create a folder for JCuda's library: " + IoReason.of(e));
    }
    String usual = System.getProperty(FOLDER);
    try {
      System.setProperty(FOLDER, folder.toString());
      JCudaDriver.setExceptionsEnabled(false); // Initialises the class, which loads the library.
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of("JCuda's library cannot be loaded: " + firstLine(e));
    } finally {
      System.setProperty(FOLDER, usual);
      delete(folder);
    }
  }

  private static String firstLine(LinkageError e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static void delete(Path folder) {
    File[] files = folder.toFile().listFiles();
    if (files != null) {
      for (File file : files) {
        file.delete();
      }
    }
    folder.toFile().delete();
  }
}
