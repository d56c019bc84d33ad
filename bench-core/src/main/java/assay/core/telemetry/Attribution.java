package assay.core.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which domains belong to a device: a target on an accelerator owns that accelerator's board, an
 * accelerator that cannot be told from its surroundings owns nothing, and every other target owns
 * the host's packages and memory. Where the host has no such meter, the nearest one around it
 * stands for it: the platform, then the plug, then the battery.
 */
public final class Attribution {
  /** Detail of a device that names its accelerator: a PCI address, as in {@link Domain#device}. */
  public static final String DEVICE_KEY = "telemetryKey";

  /**
   * Detail of a device in place of {@link #DEVICE_KEY}: it is an accelerator, but no telemetry can
   * be told to be its own; the value says why, in one line.
   */
  public static final String UNATTRIBUTED = "telemetryUnattributed";

  private static final List<Domain.Kind> AROUND =
      List.of(Domain.Kind.PLATFORM, Domain.Kind.WALL, Domain.Kind.BATTERY);

  private final boolean unattributed;
  private final Optional<String> accelerator;
  private final List<Domain> metered;

  /**
   * @param deviceDetails details of the device that a target ran on
   * @param metered every domain that some instrument meters energy or power of
   */
  public Attribution(Map<String, String> deviceDetails, List<Domain> metered) {
    this.unattributed = deviceDetails.containsKey(UNATTRIBUTED);
    this.accelerator = Optional.ofNullable(deviceDetails.get(DEVICE_KEY));
    this.metered = List.copyOf(metered);
  }

  /** How this domain belongs to the device. */
  public Share of(Domain domain) {
    if (metered.stream().anyMatch(d -> d.id().equals(domain.parent()))) {
      return Share.PART;
    }
    if (unattributed) {
      return Share.SURROUNDING;
    }
    boolean own =
        accelerator
            .map(key -> key.equals(domain.device()))
            .orElseGet(() -> domain.parent() == null && host(domain));
    return own ? Share.PRIMARY : Share.SURROUNDING;
  }

  private boolean host(Domain domain) {
    return domain.device() == null
        && switch (domain.kind()) {
          case PACKAGE, DRAM -> packages();
          case PLATFORM, WALL, BATTERY -> standsForTheHost(domain.kind());
          case CORES, UNCORE, GPU, BOARD, HOST, PROCESS -> false;
        };
  }

  /**
   * Whether the host's packages are metered, all of them: the cores of a package whose own counter
   * cannot be read give it away. A part must not pass for the whole.
   */
  private boolean packages() {
    return metered.stream().anyMatch(d -> d.kind() == Domain.Kind.PACKAGE)
        && metered.stream()
            .filter(d -> d.kind() == Domain.Kind.CORES || d.kind() == Domain.Kind.UNCORE)
            .allMatch(d -> metered.stream().anyMatch(p -> p.id().equals(d.parent())));
  }

  private boolean standsForTheHost(Domain.Kind kind) {
    return metered.stream().noneMatch(d -> d.kind() == Domain.Kind.PACKAGE)
        && AROUND.stream()
            .filter(around -> metered.stream().anyMatch(d -> owned(d, around)))
            .findFirst()
            .filter(kind::equals)
            .isPresent();
  }

  /** A platform sensor whose extent nobody states has a parent that is not metered: not this. */
  private static boolean owned(Domain domain, Domain.Kind kind) {
    return domain.kind() == kind && domain.parent() == null;
  }

  /** Whether a channel says something about the device: the host's always do. */
  public boolean concerns(Domain domain) {
    return domain.device() == null || accelerator.map(domain.device()::equals).orElse(false);
  }
}
