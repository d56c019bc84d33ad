package assay.cpu.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import assay.core.telemetry.Calibration;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import assay.core.telemetry.TelemetrySource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Source {@code rapl}: the energy counters of Intel's and AMD's processors through the kernel's
 * powercap interface (Documentation/power/powercap/powercap.rst).
 *
 * <p>Channels are {@code <domain>.energy} in µJ, updated every 1 ms. The kernel multiplies a 32-bit
 * counter by its unit, so a counter wraps to 0 after the range that the zone states; the step from
 * the end of that range to 0 is one unit of the hardware (61 µJ or less), taken as 1 µJ.
 */
public final class RaplSource implements TelemetrySource {
  private static final double JOULES_PER_MICROJOULE = 1e-6;
  private static final double COUNTER_BITS = 4294967296.0;
  private static final double UPDATE_SECONDS = 1e-3;
  private static final double UPDATES_APART = 2;
  private static final int LOOKS = 3;
  // A counter with a unit as coarse as psys's 1 J on some servers moves only when that is used up.
  private static final double MIN_WATTS = 10;
  // Turbo briefly exceeds every limit; the check is for jumps of kilojoules.
  private static final double HEADROOM = 4;
  private static final double PACKAGE_WATTS = 2000;
  private static final double MIN_LIMIT_WATTS = 200;
  private static final double DRAM_WATTS = 1000;
  private static final double PLATFORM_WATTS = 10_000;

  /** Reads nothing yet. */
  public RaplSource() {}

  @Override
  public String id() {
    return "rapl";
  }

  @Override
  public String description() {
    return "energy of processor packages, cores, memory and platform, from /" + RaplZone.CLASS;
  }

  @Override
  public Availability<Opened> open(Context context) {
    HostRoot root = context.root();
    List<RaplZone> zones = RaplZone.all(root);
    if (zones.stream().allMatch(z -> z.name().isEmpty())) {
      return RaplAdvice.nothing(root);
    }
    Findings findings = new Findings();
    Search search = new Search(root, CpuInfo.first(root), findings);
    zones.forEach(search::consider);
    search.unreadable.values().forEach(findings::gap);
    findings.packagesWithoutMeter(Topology.read(root), Set.of(), "/" + RaplZone.CLASS);
    return findings.opening("energy of " + findings.domains());
  }

  /** A zone whose counter is read. */
  private record Found(Domain domain, NumberFile counter) {}

  /** Tries the zones one after the other. */
  private static final class Search {
    private final HostRoot root;
    private final CpuInfo processor;
    private final Findings findings;
    private final List<Found> found = new ArrayList<>();
    private final Set<String> mirrors = new HashSet<>();
    private final Map<String, Gap> unreadable = new LinkedHashMap<>();
    private final Map<String, RaplZone> byFolder = new HashMap<>();

    Search(HostRoot root, CpuInfo processor, Findings findings) {
      this.root = root;
      this.processor = processor;
      this.findings = findings;
    }

    void consider(RaplZone zone) {
      byFolder.put(zone.folder(), zone);
      Domain domain = zone.domain();
      if (domain == null) {
        findings.gap(
            "zone " + zone.name(),
            "it is unknown what '" + zone.name() + "' of /" + zone.folder() + " measures",
            new Advice("report the zone's name and the processor, so that it can be supported"));
      } else if (domain.kind() == Domain.Kind.CORES && processor.maker() == CpuInfo.Maker.AMD) {
        findings.gap(domain.id() + " energy", RaplAdvice.ONE_CORE, RaplAdvice.ONE_CORE_REMEDY);
      } else if (found.stream().noneMatch(f -> f.domain().id().equals(domain.id()))
          && !mirrors.contains(domain.id())
          && !mirrors.contains(String.valueOf(domain.parent()))) {
        tryZone(zone, domain);
      }
    }

    private void tryZone(RaplZone zone, Domain domain) {
      OptionalLong range = zone.range(root);
      if (range.isEmpty()) {
        unreadable.putIfAbsent(domain.id(), RaplAdvice.noRange(domain, zone));
        return;
      }
      NumberFile counter = zone.counter(root, range.getAsLong());
      if (!counter.refresh()) {
        unreadable.putIfAbsent(domain.id(), RaplAdvice.unreadable(domain, counter));
        counter.close();
        return;
      }
      unreadable.remove(domain.id());
      Optional<Found> same =
          found.stream().filter(other -> showsTheSame(domain, counter, other)).findFirst();
      if (same.isPresent()) {
        counter.close();
        mirrors.add(domain.id());
        findings.gap(RaplAdvice.mirrored(domain, same.get().domain()));
        return;
      }
      findings.add(SumPart.of(channel(zone, domain, range.getAsLong()), counter, 1));
      found.add(new Found(domain, counter));
      zone.limits(root)
          .forEach((limit, watts) -> findings.setting(domain.id() + ".powerLimit." + limit, watts));
    }

    /**
     * Whether a counter is another one's: read between two readings of that, it lies between them.
     * AMD's dies may show their package's counter two updates apart.
     */
    private boolean showsTheSame(Domain domain, NumberFile counter, Found other) {
      if (domain.kind() != other.domain().kind() || !other.counter().refresh()) {
        return false;
      }
      boolean dies =
          processor.maker() == CpuInfo.Maker.AMD
              && RaplZone.packageOf(domain.id()).equals(RaplZone.packageOf(other.domain().id()));
      double apart =
          dies ? UPDATES_APART * UPDATE_SECONDS * PACKAGE_WATTS / JOULES_PER_MICROJOULE : 0;
      // An update between two readings may hide it once.
      for (int i = 0; i < LOOKS; i++) {
        double before = other.counter().value();
        if (before > 0
            && counter.refresh()
            && other.counter().refresh()
            && counter.value() >= before - apart
            && counter.value() <= other.counter().value() + apart) {
          return true;
        }
      }
      return false;
    }

    private Channel channel(RaplZone zone, Domain domain, long range) {
      double unitJoules = range * JOULES_PER_MICROJOULE / COUNTER_BITS;
      return new Channel.EnergyCounter(
          domain.id() + ".energy",
          domain,
          JOULES_PER_MICROJOULE,
          range + 1.0,
          Math.max(UPDATE_SECONDS, unitJoules / MIN_WATTS),
          maxWatts(zone, domain),
          calibration(domain));
    }

    /**
     * The platform's counter (psys) is whatever the board's maker connected to it, so that what is
     * known of packages and memory says nothing about it.
     */
    private @Nullable Calibration calibration(Domain domain) {
      return domain.kind() == Domain.Kind.PLATFORM ? null : RaplAccuracy.of(processor.maker());
    }

    private double maxWatts(RaplZone zone, Domain domain) {
      return switch (domain.kind()) {
        case DRAM -> DRAM_WATTS;
        case PLATFORM -> PLATFORM_WATTS;
        default -> {
          RaplZone pkg = byFolder.getOrDefault(String.valueOf(zone.parent()), zone);
          double stated = pkg.statedWatts(root).orElse(PACKAGE_WATTS);
          // A board with its limit lifted reports kilowatts, an unset register next to nothing.
          yield Math.clamp(HEADROOM * stated, MIN_LIMIT_WATTS, PACKAGE_WATTS);
        }
      };
    }
  }
}
