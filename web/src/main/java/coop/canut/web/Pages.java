package coop.canut.web;

import coop.canut.node.Face;
import coop.canut.node.Rooms;
import coop.canut.web.board.BoardPages;
import coop.canut.web.board.TaskPages;
import coop.canut.web.decide.DecisionPages;
import coop.canut.web.decide.DraftPages;
import coop.canut.web.decide.MinutesPages;
import coop.canut.web.decide.PolicyPages;
import coop.canut.web.decide.ProposalPages;
import coop.canut.web.member.ApplicationPages;
import coop.canut.web.member.JoinPages;
import coop.canut.web.member.MembersPages;
import coop.canut.web.member.MembershipPages;
import coop.canut.web.member.OrganisationPages;
import coop.canut.web.member.RequesterPages;
import coop.canut.web.money.BalancePages;
import coop.canut.web.money.BookingPages;
import coop.canut.web.money.CorrectionPages;
import coop.canut.web.money.EarnedPages;
import coop.canut.web.money.ExportPages;
import coop.canut.web.money.LedgerPages;
import coop.canut.web.money.OpenBooksPage;
import coop.canut.web.money.PaymentPages;
import coop.canut.web.open.DesignPage;
import coop.canut.web.open.OpenPages;
import coop.canut.web.open.VerifyPage;
import coop.canut.web.page.FreshLinks;
import coop.canut.web.page.Site;
import coop.canut.web.publish.PublishPages;
import coop.canut.web.review.BatchPages;
import coop.canut.web.review.BonusPages;
import coop.canut.web.review.ResultPages;
import coop.canut.web.review.ReviewPages;
import coop.canut.web.sign.LetterPages;
import coop.canut.web.sign.SignPages;
import coop.canut.web.start.StartPages;
import coop.canut.web.work.MyPages;
import coop.canut.web.work.WorkPages;
import coop.canut.web.steward.PeerListPages;
import coop.canut.web.steward.PeerPage;
import coop.canut.web.steward.PeerPages;
import coop.canut.web.steward.PeoplePages;
import io.vertx.ext.web.Router;
import java.util.List;

/** All pages of a node. */
public final class Pages implements Face {

    private Site site;

    @Override
    public Runnable mount(Router router, Rooms rooms) {
        site = new Site(router, rooms);
        new OpenPages(rooms).mount(site);
        new VerifyPage(rooms).mount(site);
        new DesignPage().mount(site);
        new SignPages(rooms).mount(site);
        new LetterPages(rooms).mount(site);
        new StartPages(rooms).mount(site);
        new PublishPages(rooms).mount(site);
        new BatchPages(rooms).mount(site);
        new ReviewPages(rooms).mount(site);
        new ResultPages(rooms).mount(site);
        new BonusPages(rooms).mount(site);
        new BoardPages(rooms).mount(site);
        new TaskPages(rooms).mount(site);
        new WorkPages(rooms).mount(site);
        new MyPages(rooms).mount(site);
        new PeerPages(rooms).mount(site);
        new PeerListPages(rooms).mount(site);
        new PeerPage(rooms).mount(site);
        var fresh = new FreshLinks();
        new JoinPages(rooms).mount(site);
        new PeoplePages(rooms, fresh).mount(site);
        new ApplicationPages(rooms, fresh).mount(site);
        new MembersPages(rooms).mount(site);
        new MembershipPages(rooms).mount(site);
        new OrganisationPages(rooms, fresh).mount(site);
        new RequesterPages(rooms, fresh).mount(site);
        new LedgerPages(rooms).mount(site);
        new BookingPages(rooms).mount(site);
        new CorrectionPages(rooms).mount(site);
        new PaymentPages(rooms).mount(site);
        new ExportPages(rooms).mount(site);
        new OpenBooksPage(rooms).mount(site);
        new BalancePages(rooms).mount(site);
        new EarnedPages(rooms).mount(site);
        new DecisionPages(rooms).mount(site);
        new DraftPages(rooms).mount(site);
        new ProposalPages(rooms).mount(site);
        new MinutesPages(rooms).mount(site);
        new PolicyPages(rooms).mount(site);
        return site.close();
    }

    /** Every route of the mounted pages, as tests walk over them. */
    public List<Site.Route> routes() {
        return site.routes();
    }
}
