package coop.canut.ops;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who may call whom. Each rule says what to do instead. */
@AnalyzeClasses(packages = "coop.canut", importOptions = ArchitectureTest.OursWithoutTests.class)
final class ArchitectureTest {

    private static final String PROTOCOL = "coop.canut.protocol..";
    private static final String NODE = "coop.canut.node..";
    private static final String WEB = "coop.canut.web..";
    private static final String OPS = "coop.canut.ops..";
    private static final String STORE = "coop.canut.node.store..";

    /** Everything that is shipped; the tests of node are on the class path too, for their databases. */
    static final class OursWithoutTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule protocolCallsNobody = noClasses().that().resideInAPackage(PROTOCOL)
        .should().dependOnClassesThat().resideInAnyPackage(NODE, WEB, OPS, "io.vertx..", "java.nio.file..",
            "java.net.http..", "org.slf4j..")
        .because("the protocol is a library for anybody's node: pass in what it needs and keep Vert.x and I/O in node");

    @ArchTest
    static final ArchRule nodeCallsOnlyProtocol = noClasses().that().resideInAPackage(NODE)
        .should().dependOnClassesThat().resideInAnyPackage(WEB, OPS)
        .because("a node is complete without pages and tools: move what both need down into node");

    @ArchTest
    static final ArchRule logsAreVerifiedByTheProtocolAlone = noClasses().that().resideInAPackage("coop.canut.ops.verify..")
        .should().dependOnClassesThat(describe("ours and not the protocol's", type ->
            resideInAnyPackage(NODE, WEB, OPS, "io.vertx..").test(type)
                && !resideInAnyPackage("coop.canut.ops.verify..").test(type)))
        .because("what checks a node from the outside must not be able to share its mistakes: write it from SPEC.md");

    @ArchTest
    static final ArchRule webDoesNotCallOps = noClasses().that().resideInAPackage(WEB)
        .should().dependOnClassesThat().resideInAPackage(OPS).allowEmptyShould(true)
        .because("pages belong to a node, and tools start nodes");

    @ArchTest
    static final ArchRule jacksonStaysInside = noClasses().that().arePublic()
        .should().dependOnClassesThat().resideInAPackage("com.fasterxml..")
        .because("our Json is the only form of JSON that others see: read with a package-private class");

    @ArchTest
    static final ArchRule storesAreNobodysBusiness = classes().that().haveSimpleNameEndingWith("Store")
        .and().resideOutsideOfPackage(STORE).and().areTopLevelClasses()
        .should().bePackagePrivate()
        .because("SQL is spoken to by the use cases of its own room only: call those");

    @ArchTest
    static final ArchRule sqlStaysInStores = noClasses().that(not("are a *Store or in node.store", type ->
            isStore(type) || type.getPackageName().startsWith("coop.canut.node.store")))
        .should().dependOnClassesThat().resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..")
        .because("rows and tuples end at the room's package-private *Store: let it give records");

    @ArchTest
    static final ArchRule oneDoorOut = noClasses().that().resideOutsideOfPackages("coop.canut.node.fetch..", OPS)
        .should().dependOnClassesThat(describe("an HTTP client", type ->
            Stream.of("io.vertx.core.http.HttpClient", "io.vertx.core.http.WebSocket", "java.net.http.")
                .anyMatch(type.getName()::startsWith)))
        .because("other people's servers are reached through World.network() alone, where addresses and sizes are guarded");

    @ArchTest
    static final ArchRule conformanceSpeaksTheProtocolAlone = noClasses().that().resideInAPackage("coop.canut.ops.conformance..")
        .should().dependOnClassesThat().resideInAnyPackage("coop.canut.node..", "coop.canut.web..", "io.vertx..",
            "coop.canut.ops.federation..", "coop.canut.ops.client..")
        .because("it asks nodes of other makes too: what it knows of ours it would ask of them");

    @ArchTest
    static final ArchRule hazelcastOnlyHints = noClasses().that().resideOutsideOfPackage("coop.canut.node.cluster..")
        .should().dependOnClassesThat().resideInAPackage("com.hazelcast..")
        .because("nothing may depend on what replicas whisper to each other");

    @ArchTest
    static final ArchRule theFediverseReachesNobody = noClasses().that().resideInAPackage("coop.canut.node.fediverse..")
        .should().dependOnClassesThat(describe("a room of this node", type ->
            type.getPackageName().startsWith("coop.canut.node.") && !resideInAnyPackage("coop.canut.node.fediverse..",
                "coop.canut.node.door..", "coop.canut.node.fetch..", "coop.canut.node.quota..", STORE).test(type)))
        .because("anybody may post to the board's inbox: what it needs of a listing stands in our public log, and nothing that "
            + "comes from there may touch work, money, people or peers");

    private static final Map<String, Set<String>> FROM_THIN_AIR = Map.of(
        "java.time.Instant", Set.of("now"), "java.time.OffsetDateTime", Set.of("now"), "java.time.LocalDate", Set.of("now"),
        "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"),
        "java.lang.System", Set.of("currentTimeMillis", "nanoTime"), "java.lang.Math", Set.of("random"),
        "java.util.UUID", Set.of("randomUUID"), "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
        "io.vertx.core.Vertx", Set.of("setTimer", "setPeriodic", "timer"));
    private static final Set<String> RANDOM =
        Set.of("java.util.Random", "java.security.SecureRandom", "java.util.SplittableRandom");

    @ArchTest
    static final ArchRule nothingFromThinAir = noClasses().that(not("are SystemWorld, node.fetch or ops", type ->
            outermost(type).getFullName().equals("coop.canut.node.SystemWorld") || resideInAnyPackage(OPS).test(type)
                || resideInAnyPackage("coop.canut.node.fetch..").test(type)))
        .should().callCodeUnitWhere(describe("time, randomness or a timer is taken from thin air", call ->
            thinAir(call.getTarget())))
        .because("a node must run under a clock and a seed of a test's choosing: take them from World");

    private static boolean thinAir(AccessTarget.CodeUnitCallTarget target) {
        String owner = target.getOwner().getFullName();
        return FROM_THIN_AIR.getOrDefault(owner, Set.of()).contains(target.getName())
            || RANDOM.contains(owner) && target.getName().equals("<init>");
    }

    @ArchTest
    static final ArchRule onlyTheServersStartWaits = noClasses()
        .that(not("are node.store.ServerProcess or ops", type ->
            outermost(type).getSimpleName().equals("ServerProcess") || resideInAnyPackage(OPS).test(type)))
        .should().callMethod(Thread.class, "sleep", java.time.Duration.class)
        .orShould().callMethod(Thread.class, "sleep", long.class)
        .because("a thread that sleeps blocks others: use World.after");

    @ArchTest
    static final ArchRule moneyIsWhole = noClasses()
        .that().resideInAnyPackage("coop.canut.protocol.money..", "coop.canut.node.ledger..")
        .should(new ArchCondition<>("use float or double") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream.concat(type.getFields().stream().map(field -> field.getRawType()),
                        type.getCodeUnits().stream().flatMap(ArchitectureTest::types))
                    .map(JavaClass::getName)
                    .filter(Set.of("float", "double", "java.lang.Float", "java.lang.Double")::contains)
                    .forEach(found -> events.add(SimpleConditionEvent.satisfied(type, type.getName() + " uses " + found)));
            }
        })
        .because("cents that do not add up are a bug nobody finds: count whole minor units in a long");

    private static Stream<JavaClass> types(JavaCodeUnit unit) {
        return Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()));
    }

    @ArchTest
    static final ArchRule namesSayWhat = noClasses()
        .should(new ArchCondition<>("have a name that says nothing") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                List.of("Impl", "Manager", "Helper", "Util", "Utils", "Service", "DTO", "Base", "Controller", "Repository")
                    .stream().filter(ending -> type.getSimpleName().endsWith(ending))
                    .forEach(ending -> events.add(
                        SimpleConditionEvent.satisfied(type, type.getName() + " ends in " + ending)));
            }
        })
        .because("names are the nouns of the domain: say what the class is, not which pattern it follows");

    @ArchTest
    static final ArchRule packagesAreConcepts = noClasses().should().resideInAnyPackage("..util..", "..common..", "..impl..",
            "..service..", "..controller..", "..dto..", "..mapper..", "..repository..", "..model..")
        .because("packages are concepts of the domain: put the class where the concept is");

    @ArchTest
    static void noCyclesInside(JavaClasses all) {
        for (String module : List.of("protocol", "node", "web", "ops")) {
            slices().matching("coop.canut." + module + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true)
                .because("two rooms that need each other are one room, or lack a third: pass an interface by constructor")
                .check(all);
        }
    }

    private static DescribedPredicate<JavaClass> not(String description, Predicate<JavaClass> exempt) {
        return describe("do not " + description, type -> !exempt.test(type));
    }

    private static boolean isStore(JavaClass type) {
        return type.getSimpleName().endsWith("Store")
            || type.getEnclosingClass().map(ArchitectureTest::isStore).orElse(false);
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
