package assay.cpu.telemetry;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Readings;
import assay.core.telemetry.ValidRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The stall totals of one resource, s: time in which {@code some} task waited for it, and {@code
 * full} in which all did. For processors the kernel has no {@code full} time of the whole machine.
 */
final class PressurePart implements Part {
  private static final byte[] TOTAL = "total=".getBytes(StandardCharsets.US_ASCII);
  private static final double MICRO = 1e-6;
  private static final Domain HOST = Domain.host("host", Domain.Kind.HOST);

  private final SmallFile file;
  private final List<byte[]> lines = new ArrayList<>();
  private final List<Channel> channels = new ArrayList<>();
  private final Scan scan = new Scan();

  PressurePart(SmallFile file, String resource) {
    this.file = file;
    for (String line : resource.equals("cpu") ? List.of("some") : List.of("some", "full")) {
      lines.add(line.getBytes(StandardCharsets.US_ASCII));
      channels.add(new Channel.Tally("pressure." + resource + "." + line, HOST, "s", 1));
    }
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void read(Readings into, int first) {
    boolean read = file.refresh();
    for (int i = 0; i < lines.size(); i++) {
      if (!read) {
        into.missing(first + i, file.problem());
      } else if (scan.over(file).find(lines.get(i))
          && scan.findOnLine(TOTAL)
          && scan.number()
          && scan.value() >= 0
          && !ValidRange.isAllOnes(scan.value())) {
        into.value(first + i, scan.value() * MICRO);
      } else {
        into.missing(first + i, file.name() + " has no " + channels.get(i).id() + " total");
      }
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
