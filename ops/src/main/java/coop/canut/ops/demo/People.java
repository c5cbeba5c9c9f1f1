package coop.canut.ops.demo;

import coop.canut.node.CannotStart;
import coop.canut.node.NodeConfig;
import coop.canut.node.member.Role;
import coop.canut.ops.client.NodeApi;
import coop.canut.ops.client.Patience;
import coop.canut.ops.federation.Cooperative;
import coop.canut.ops.federation.Federation;
import coop.canut.ops.machine.LocalMembers;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.json.Members;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The people of the demonstration: of each cooperative a steward, a treasurer, a requester, and some workers. */
public final class People {

    private static final String FILE = "people.tsv";

    private final List<Person> all;

    private People(List<Person> all) {
        this.all = List.copyOf(all);
    }

    /** The names of a cooperative's workers, and the organisation that has work done there. */
    private record Census(Cooperative cooperative, String steward, String treasurer, String requester, String organisation,
                          String country, String register, List<String> workers) {
    }

    private static final List<Census> CENSUS = List.of(
        new Census(Cooperative.LYON, "Odile Perrin", "Karim Haddad", "Anne Dubois", "Musée des métiers de la soie", "FR",
            "SIREN 552 100 554", List.of("Amélie", "Benoît", "Chen")),
        new Census(Cooperative.BOLOGNA, "Paola Rossi", "Luca Conti", "Sara Bianchi", "Archivio dei Portici", "IT",
            "REA BO-4211", List.of("Giulia", "Marco", "Nadia")),
        new Census(Cooperative.NAIROBI, "Wambui Kamau", "Otieno Odhiambo", "Grace Mwangi", "Karura Herbarium", "KE",
            "BN-9F2C", List.of("Achieng", "Brian", "Wanjiru")));

    /** Admits everybody: the stewards from the machine, the others by their steward through the API. */
    public static People admit(Federation federation) {
        List<Person> all = new ArrayList<>();
        for (Census census : CENSUS) {
            Cooperative cooperative = census.cooperative;
            var config = NodeConfig.read(federation.config(cooperative));
            String token = LocalMembers.admit(config, census.steward, Set.of(Role.STEWARD), null).admitted().token().revealText();
            var steward = new Person(cooperative, "steward", census.steward, token,
                new NodeApi(federation.node(cooperative).url(), token));
            all.add(steward);
            all.add(admit(steward, census.treasurer, "treasurer", null));
            String requester = steward.api().post("/requesters", Json.object().put("name", census.organisation)
                .put("country", census.country).put("register", census.register).build()).id("id").toString();
            all.add(admit(steward, census.requester, "requester", requester));
            census.workers.forEach(worker -> all.add(admit(steward, worker, "worker", null)));
        }
        return new People(all);
    }

    /** Somebody more, by the steward of the cooperative. */
    public Person admit(Cooperative cooperative, String name, String role) {
        return admit(of(cooperative, "steward").getFirst(), name, role, null);
    }

    private static Person admit(Person steward, String name, String role, String requester) {
        String token = steward.api().post("/people", Json.object().put("name", name).putTexts("roles", List.of(role))
            .putOptional("requester", requester).build()).shortText("token");
        return new Person(steward.cooperative(), role, name, token, steward.api().as(token));
    }

    /** Everybody of a cooperative who has this role. */
    public List<Person> of(Cooperative cooperative, String role) {
        return all.stream().filter(person -> person.cooperative().equals(cooperative) && person.role().equals(role)).toList();
    }

    /** The one steward, treasurer or requester of a cooperative. */
    public Person one(Cooperative cooperative, String role) {
        return of(cooperative, role).getFirst();
    }

    /** All who work, three of each cooperative. */
    public List<Person> workers() {
        return all.stream().filter(person -> person.role().equals("worker")).toList();
    }

    /**
     * Every node states every other as a peer at level {@code claim} and lets it owe up to an amount; returns when all have
     * heard it of each other.
     */
    public void peer(long creditCents, Patience patience) {
        for (Person steward : stewards()) {
            others(steward).forEach(other -> patience.until(() -> steward.api().put("/peers/" + other.host(),
                Json.object().put("level", "claim").put("decision", "founding").build())));
        }
        for (Person steward : stewards()) {
            others(steward).forEach(other -> patience.until(() -> steward.api().put("/peers/" + other.host() + "/credit",
                Json.object().put("amount", creditCents).put("currency", "EUR").build())));
        }
        for (Person steward : stewards()) {
            patience.await("the peers of " + steward.cooperative().name(), () ->
                NodeApi.each(steward.api().get("/peers"), "peers").stream().filter(People::isMutual).count()
                    == others(steward).size());
        }
    }

    private static boolean isMutual(Members peer) {
        return peer.shortText("theirs").equals("claim") && !NodeApi.each(peer, "received").isEmpty();
    }

    private List<Person> stewards() {
        return CENSUS.stream().map(census -> one(census.cooperative, "steward")).toList();
    }

    private static List<Cooperative> others(Person steward) {
        return Cooperative.ALL.stream().filter(other -> !other.equals(steward.cooperative())).toList();
    }

    /** Writes them down for the next time, readable by the owner only. */
    public void save(Path folder) {
        String text = String.join("\n", all.stream().map(person -> String.join("\t", person.cooperative().label(),
            person.role(), person.name(), person.token())).toList()) + "\n";
        try {
            Path fresh = folder.resolve(FILE + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text);
            Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CannotStart("The people cannot be written down in " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    /** Whether there are people in a folder that was kept. */
    public static boolean saved(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /** The people of a folder that was kept. */
    public static People read(Path folder, Federation federation) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(FILE));
            return new People(lines.stream().map(line -> person(line, federation)).toList());
        } catch (IOException e) {
            throw new CannotStart("The people cannot be read from " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    private static Person person(String line, Federation federation) {
        String[] cells = line.split("\t");
        Cooperative cooperative = Cooperative.ALL.stream().filter(known -> known.label().equals(cells[0])).findFirst()
            .orElseThrow(() -> new CannotStart(FILE + " names a cooperative that is not here: " + cells[0] + "."));
        return new Person(cooperative, cells[1], cells[2], cells[3],
            new NodeApi(federation.node(cooperative).url(), cells[3]));
    }
}
