package coop.canut.node.api;

import coop.canut.node.member.Members;
import coop.canut.node.member.Person;
import coop.canut.node.member.Role;
import coop.canut.node.member.Sessions;
import coop.canut.protocol.json.Builder;
import coop.canut.protocol.json.Json;
import coop.canut.protocol.message.ListingMessage.Identity;
import coop.canut.protocol.name.Id;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;

/** For stewards, who admit people and requesters; and for everybody who wants to know who they are here. */
final class PeopleRoutes {

    private final Members members;
    private final Sessions sessions;

    PeopleRoutes(Members members, Sessions sessions) {
        this.members = members;
        this.sessions = sessions;
    }

    void mount(Gate gate) {
        gate.way(HttpMethod.GET, "me").byMembers(this::me);
        gate.way(HttpMethod.POST, "me/links").byMembers(call -> sessions.link(call.person(), call.person().id())
            .compose(link -> call.created(Json.object().put("path", "/sign-in/" + link.revealText()))));
        gate.way(HttpMethod.POST, "requesters").with(Body.JSON).by(Role.STEWARD, this::admitRequester);
        gate.way(HttpMethod.POST, "people").with(Body.JSON).by(Role.STEWARD, this::admit);
    }

    private Future<Void> me(Call call) {
        Builder me = person(call.person());
        return !call.person().is(Role.REQUESTER) ? call.ok(me)
            : members.requesterOf(call.person())
                .compose(requester -> call.ok(me.put("requester", Shapes.requester(requester).build())));
    }

    private Future<Void> admitRequester(Call call) {
        Identity identity = call.read(in -> new Identity(in.line("name"), in.shortText("country"), in.line("register")));
        return members.admitRequester(call.person(), identity.name(), identity.country(), identity.register())
            .compose(requester -> call.created(Shapes.requester(requester)));
    }

    private record Admission(String name, Set<Role> roles, Id requester) {
    }

    private Future<Void> admit(Call call) {
        Admission admission = call.read(in -> new Admission(in.line("name"),
            Set.copyOf(in.names("roles", Role.values().length, Role::of)), in.optionalNamed("requester", Id::of)));
        return members.admit(call.person(), admission.name(), admission.roles(), admission.requester())
            .compose(admitted -> call.created(person(admitted.person()).put("token", admitted.token().revealText())));
    }

    private static Builder person(Person person) {
        List<String> roles = person.roles().stream().sorted().map(Role::code).toList();
        return Json.object().put("id", person.id()).put("name", person.name()).putTexts("roles", roles);
    }
}
