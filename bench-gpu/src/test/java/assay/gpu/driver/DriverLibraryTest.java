package assay.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverLibraryTest {
  private static final String ABSENT = "libassay-no-such-driver.so.1";

  @Test
  void noDriverIsSaidWithWhatHelps() {
    DriverLibrary.Result.Missing missing = missing(DriverLibrary.load(null, ABSENT, List.of()));
    assertThat(missing.reason()).isEqualTo("no CUDA driver: " + ABSENT + " is not on this machine");
    assertThat(missing.remedy()).contains("install its driver").contains("--gpus all");
  }

  @Test
  void aFileThatIsNoLibraryIsSaid(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve(ABSENT), "no library");
    DriverLibrary.Result.Missing missing =
        missing(DriverLibrary.load(null, ABSENT, List.of(folder.toString())));
    assertThat(missing.reason()).contains("cannot be loaded").contains(folder.toString());
  }

  @Test
  void aNamedLibraryThatIsNotThereIsNotReplaced(@TempDir Path folder) {
    String named = folder.resolve(ABSENT).toString();
    DriverLibrary.Result.Missing missing =
        missing(DriverLibrary.load(named, "libc.so.6", List.of()));
    assertThat(missing.reason()).contains(named).contains(DriverLibrary.VARIABLE);
  }

  private static DriverLibrary.Result.Missing missing(DriverLibrary.Result result) {
    assertThat(result).isInstanceOf(DriverLibrary.Result.Missing.class);
    return (DriverLibrary.Result.Missing) result;
  }
}
