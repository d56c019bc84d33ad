package assay.cli;

import assay.core.data.FetchListener;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Progress of a download on standard error: a line per event, and the byte count at most once every
 * two seconds.
 */
final class FetchReport implements FetchListener {
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(2);
  private static final double MEBI = 1 << 20;

  private final PrintWriter out;
  private long last = System.nanoTime();

  FetchReport(PrintWriter out) {
    this.out = out;
  }

  @FormatMethod
  private void line(@FormatString String format, Object... args) {
    out.println(String.format(Locale.ROOT, format, args));
    out.flush();
  }

  @Override
  public void replacing(String file, String detail) {
    line("%s: damaged, downloading again: %s", file, detail);
  }

  @Override
  public void started(String file, long resumedAt, OptionalLong total) {
    String size =
        total.isPresent()
            ? String.format(Locale.ROOT, "%.1f MiB", total.getAsLong() / MEBI)
            : "size unknown";
    line(
        "%s: %s%s",
        file,
        size,
        resumedAt == 0
            ? ""
            : String.format(Locale.ROOT, ", resumed at %.1f MiB", resumedAt / MEBI));
  }

  @Override
  public void progress(String file, long bytes, OptionalLong total) {
    long now = System.nanoTime();
    if (now - last >= INTERVAL) {
      last = now;
      String share =
          total.isPresent()
              ? String.format(Locale.ROOT, " (%.0f %%)", 100.0 * bytes / total.getAsLong())
              : "";
      line("%s: %.1f MiB%s", file, bytes / MEBI, share);
    }
  }

  @Override
  public void discarded(String file, long bytes, String reason) {
    line("%s: discarding %d bytes of an earlier download: %s", file, bytes, reason);
  }

  @Override
  public void retrying(String file, int failed, int attempts, Duration wait, String reason) {
    line(
        "%s: attempt %d of %d failed: %s; retrying in %d s",
        file, failed, attempts, reason, wait.toSeconds());
  }

  @Override
  public void finished(String file) {
    line("%s: SHA-256 matches", file);
  }
}
