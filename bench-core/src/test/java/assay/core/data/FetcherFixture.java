package assay.core.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the fetcher share: the files served, the options, and a log of the events. */
abstract class FetcherFixture {
  static final IdxSamples SAMPLES = new IdxSamples(7);
  static final IdxSamples OTHER = new IdxSamples(8);

  /** The first file fetched, and the one on which the tests' servers misbehave. */
  static final String FIRST = "train-images-idx3-ubyte.gz";

  static final byte[] FILE = SAMPLES.packed(FIRST);
  static final int HALF = FILE.length / 2;
  static final String TAG = "\"v1\"";

  @TempDir Path root;

  final Log log = new Log();

  static byte[] packed(FileServer.Request request) {
    return SAMPLES.packed(request.file());
  }

  static byte[] packed(String file) {
    return SAMPLES.packed(file);
  }

  static String expectedSha() {
    return SAMPLES.files().trainImages().sha256();
  }

  /** Waits long enough for a busy machine: only the tests of stalls shall meet the limit. */
  static FetchOptions options(URI base, int attempts) {
    return options(base, attempts, Duration.ofSeconds(8));
  }

  private static FetchOptions options(URI base, int attempts, Duration stall) {
    return new FetchOptions(base, Duration.ofSeconds(5), stall, attempts, Duration.ofMillis(1));
  }

  static DataFetcher impatient(FileServer server) {
    return new DataFetcher(options(server.base(), 1, Duration.ofMillis(500)), SAMPLES.files());
  }

  static DataFetcher fetcher(FileServer server, int attempts) {
    return new DataFetcher(options(server.base(), attempts), SAMPLES.files());
  }

  /** Leaves a part behind as an earlier fetch would. */
  void part(byte[] bytes, String base, String etag) throws IOException {
    Files.write(root.resolve(FIRST + ".part"), bytes);
    Files.writeString(
        root.resolve(FIRST + ".part.from"),
        "url=" + base + FIRST + "\netag=" + etag + "\nlastModified=\ntotal=" + FILE.length + "\n");
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  static final class Log implements FetchListener {
    final List<String> lines = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();
    long lastProgress;

    @Override
    public void replacing(String file, String detail) {
      lines.add("replacing " + file + " " + detail);
    }

    @Override
    public void started(String file, long resumedAt, OptionalLong total) {
      lines.add("started " + file + " " + resumedAt + "/" + total.orElse(-1));
    }

    @Override
    public void progress(String file, long bytes, OptionalLong total) {
      lastProgress = bytes;
    }

    @Override
    public void discarded(String file, long bytes, String reason) {
      lines.add("discarded " + file + " " + bytes);
    }

    @Override
    public void retrying(String file, int failed, int attempts, Duration wait, String reason) {
      lines.add("retrying " + file + " " + failed + "/" + attempts);
      reasons.add(reason);
    }
  }
}
