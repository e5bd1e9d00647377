using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Tests.Catalog;

public sealed class SearchQueryTests
{
    [Theory]
    // Words, phrases, prefixes.
    [InlineData("", "")]
    [InlineData(" \t\n", "")]
    [InlineData("virtio", "virtio")]
    [InlineData("Virtio-Net", "\"virtio net\"")]
    [InlineData("\"fix the leak\"", "\"fix the leak\"")]
    [InlineData("vhost_dev_init()", "\"vhost dev init\"")]
    [InlineData("kmalloc(sizeof(x))", "\"kmalloc sizeof x\"")]
    [InlineData("vho*", "vho*")]
    [InlineData("vhost_back*", "\"vhost back\"*")]
    [InlineData("\"vhost back\"*", "\"vhost back\"*")]
    [InlineData("CONFIG_SPL_*", "\"config spl\"")]
    [InlineData("\"a\"\"b\"", "\"a b\"")]
    [InlineData("\u201Cfix the leak\u201D s:\u201Ca b\u201D c", "\"fix the leak\" s:\"a b\" c")]
    [InlineData("\u201Efix the leak\u201C s:\u201Ea b\u201D c", "\"fix the leak\" s:\"a b\" c")]
    [InlineData("foo::bar", "\"foo bar\"")]
    [InlineData("s::bar", "\"s bar\"")]
    [InlineData("virtio-net: fix", "\"virtio net\" fix")]
    [InlineData("Fixes:", "\"fixes\"")]
    [InlineData("fixes", "fixes")]
    [InlineData("\"fixes\"", "\"fixes\"")]
    // Possessives.
    [InlineData("driver's s:guard\u2019s, leaks'", "driver s:guard leaks")]
    [InlineData("Driver's \"driver's\" o'neil's", "\"driver s\" \"driver s\" \"o neil s\"")]
    [InlineData("driver's* driver-s driver's@x it's", "\"driver s\"* \"driver s\" \"driver s x\" \"it s\"")]
    [InlineData("driver's NEAR leak", "driver NEAR/10 leak")]
    [InlineData("https://lore.kernel.org/x", "\"https lore kernel org x\"")]
    [InlineData("[PATCH v2 1/3] net: fix - leak", "\"patch\" v2 \"1 3\" net fix leak")]
    [InlineData("<20240501.1-a@host>", "\"20240501 1 a host\"")]
    // Operators.
    [InlineData("a b", "a b")]
    [InlineData("a AND b", "a b")]
    [InlineData("a OR b c", "a OR b c")]
    [InlineData("(a OR b) c", "(a OR b) c")]
    [InlineData("a OR (b OR c)", "a OR b OR c")]
    [InlineData("((a))", "a")]
    [InlineData("(a b) c", "a b c")]
    [InlineData("a NOT b", "a -b")]
    [InlineData("a AND NOT b", "a -b")]
    [InlineData("-a", "-a")]
    [InlineData("NOT -a", "a")]
    [InlineData("NOT NOT NOT a", "-a")]
    [InlineData("-(a OR b)", "-(a OR b)")]
    [InlineData("-(a b)", "-(a b)")]
    [InlineData("-(-(a))", "a")]
    [InlineData("-\"a b\" c", "-\"a b\" c")]
    [InlineData("+s:leak +a +\"a b\" +(c) c++ +1", "s:leak a \"a b\" c c 1")]
    [InlineData("--force", "force")]
    [InlineData("x -> y", "x y")]
    [InlineData("a or b", "a or b")]
    [InlineData("\"OR\"", "or")]
    [InlineData("ORDER", "\"order\"")]
    [InlineData("a OR --- OR b", "a OR b")]
    [InlineData("foo()", "\"foo\"")]
    [InlineData("(call(a b))", "call a b")]
    [InlineData("NOT(a)", "-a")]
    // Text prefixes.
    [InlineData("s:fix", "s:fix")]
    [InlineData("s:\"fix leak\"", "s:\"fix leak\"")]
    [InlineData("s:(a OR b)", "s:a OR s:b")]
    [InlineData("s:(a -b \"c d\")", "s:a -s:b s:\"c d\"")]
    [InlineData("s:(a f:b)", "s:a f:b")]
    [InlineData("-s:a", "-s:a")]
    [InlineData("f:jane@example.com t:x c:x tc:x a:x", "f:\"jane example com\" t:x c:x tc:x a:x")]
    [InlineData("b:x nq:x q:x bs:x", "b:x nq:x q:x bs:x")]
    [InlineData("dfa:x dfb:x dfctx:x dfhh:x", "dfa:x dfb:x dfctx:x dfhh:x")]
    // Files.
    [InlineData("dfn:vhost.c", "dfn:\"vhost c\"")]
    [InlineData("dfn:hw/virtio", "dfn:\"hw virtio\"")]
    [InlineData("dfn:hw/Virtio/**.c", "dfn:hw/virtio/*.c")]
    [InlineData("dfn:docs/", "dfn:docs/")]
    [InlineData("dfn://Makefile", "dfn:/makefile")]
    [InlineData("dfn:\"my dir/*\"", "dfn:\"my dir/*\"")]
    [InlineData("dfn:(a/ OR *.c)", "dfn:a/ OR dfn:*.c")]
    // Dates.
    [InlineData("d:20240101..20240131", "d:20240101..20240131")]
    [InlineData("d:2024-01-01..", "d:20240101..")]
    [InlineData("d:..2024-01-31", "d:..20240131")]
    [InlineData("d:20240229", "d:20240229..20240229")]
    [InlineData("d:2023", "d:20230101..20231231")]
    [InlineData("d:202302", "d:20230201..20230228")]
    [InlineData("d:2023-12..", "d:20231201..")]
    [InlineData("d:20240101123456..", "d:20240101123456..")]
    [InlineData("d:2024-01-01T12:34:56Z..", "d:20240101123456..")]
    [InlineData("d:..20240101123456", "d:..20240101123456")]
    [InlineData("d:..20240101235959", "d:..20240101")]
    [InlineData("d:20240101000000..", "d:20240101..")]
    [InlineData("d:2.weeks.ago..", "d:20240501102030..")]
    [InlineData("d:2.weeks.ago..1.day.ago", "d:20240501102030..20240514102030")]
    [InlineData("d:\"2 weeks ago..\"", "d:20240501102030..")]
    [InlineData("d:1.month.ago..", "d:20240415102030..")]
    [InlineData("d:2.years..", "d:20220515102030..")]
    [InlineData("d:last.week..", "d:20240508102030..")]
    [InlineData("d:3.hours.ago..now", "d:20240515072030..20240515102030")]
    [InlineData("d:3.days.ago", "d:20240512102030..20240513102029")]
    [InlineData("d:yesterday", "d:20240514102030..20240515102029")]
    [InlineData("d:yesterday..today", "d:20240514102030..20240515")]
    [InlineData("rt:20240101.. dt:20240101123456..", "rt:20240101.. dt:20240101123456..")]
    [InlineData("rt:.. AND NOT d:..", "rt:.. -d:..")]
    [InlineData("d:20240101.. d:..20231231", "d:20240101.. OR d:..20231231")]
    [InlineData("d:20240101.. AND d:..20241231", "d:20240101.. AND d:..20241231")]
    [InlineData("z:1000..20000 z:..5", "z:1000..20000 OR z:..5")]
    // Values.
    [InlineData(
        "dfpre:ABCDEF1 dfpost:1234* dfblob:0123456789abcdef0123456789abcdef01234567",
        "dfpre:abcdef1 dfpost:1234 dfblob:0123456789abcdef0123456789abcdef01234567"
    )]
    [InlineData("m:<20240501.1-a@host>", "m:\"20240501 1 a host\"")]
    [InlineData("m:20240501*", "m:20240501*")]
    [InlineData("mid:<20240501.1-a@host>", "mid:20240501.1-a@host")]
    [InlineData("mid:a@b mid:c@d s:x", "(mid:a@b OR mid:c@d) s:x")]
    [InlineData("mid:a@b AND mid:c@d", "mid:a@b AND mid:c@d")]
    // What is in parentheses is another condition, as on lore: the preview of a subscription adds to it.
    [InlineData("(mid:a@b) mid:c@d", "mid:a@b AND mid:c@d")]
    [InlineData("(d:20240101..) d:20240201..", "d:20240101.. AND d:20240201..")]
    [InlineData("(d:20240101..) d:20240201.. d:..20231231", "d:20240101.. (d:20240201.. OR d:..20231231)")]
    [InlineData("mid:\"a b\"\"c\"", "mid:\"a b\"\"c\"")]
    [InlineData("references:<a@b>", "references:a@b")]
    [InlineData("l:netdev lid:NETDEV.vger.kernel.org", "l:netdev lid:netdev.vger.kernel.org")]
    [InlineData("n:fix.patch", "n:\"fix patch\"")]
    [InlineData(
        "patchid:0123456789ABCDEF0123456789abcdef01234567 changeid:20240501-Tidy-0123",
        "patchid:0123456789abcdef0123456789abcdef01234567 changeid:20240501-tidy-0123"
    )]
    [InlineData("prefix:RFC prefix:net-next version:v2", "prefix:rfc prefix:net-next version:2")]
    [InlineData("has:review -has:Comments reviewer:jane", "has:review -has:comments reviewer:jane")]
    // What people guess.
    [InlineData("subject:a from:b to:c cc:d body:e tcf:f", "s:a f:b t:c c:d b:e a:f")]
    // NOT, XOR, NEAR, ADJ.
    [InlineData("a NOT b c", "a -(b c)")]
    [InlineData("a -b c", "a -b c")]
    [InlineData("a NOT b AND c", "a -b c")]
    [InlineData("a XOR b", "a XOR b")]
    [InlineData("a XOR b OR c d", "a XOR b OR c d")]
    [InlineData("(a OR b) XOR c AND d", "(a OR b) XOR c d")]
    [InlineData("a XOR b XOR c", "a XOR b XOR c")]
    [InlineData("a XOR (b XOR c)", "a XOR (b XOR c)")]
    [InlineData("(a XOR b) c", "(a XOR b) c")]
    [InlineData("-(a XOR b)", "-(a XOR b)")]
    [InlineData("a NEAR b", "a NEAR/10 b")]
    [InlineData("s:leak NEAR/3 s:ring NEAR s:guard", "s:leak NEAR/3 s:ring NEAR/3 s:guard")]
    [InlineData("s:(leak ADJ ring)", "s:leak ADJ/10 s:ring")]
    [InlineData("a ADJ/2 b c", "a ADJ/2 b c")]
    [InlineData("-(a NEAR b)", "-(a NEAR/10 b)")]
    [InlineData("NEAR", "\"near\"")]
    [InlineData("a NEAR", "a \"near\"")]
    [InlineData("a near b", "a near b")]
    // Words with a colon.
    [InlineData("std::vector file.c:123 12:30", "\"std vector\" \"file c 123\" \"12 30\"")]
    [InlineData("C:\\x D:/y", "\"c x\" \"d y\"")]
    [InlineData("ftp://a.b", "\"ftp a b\"")]
    [InlineData("\"foo:bar\"", "\"foo bar\"")]
    [InlineData("net: foo_bar: x", "net \"foo bar\" x")]
    [InlineData("a:b@c.d", "a:\"b c d\"")]
    [InlineData("is:patch is:Cover is:comment is:pull", "is:patch is:cover is:comment is:pull")]
    [InlineData("-is:(patch OR pull)", "-(is:patch OR is:pull)")]
    [InlineData("state:new", "state:new")]
    [InlineData("state:\"Under Review\"", "state:under-review")]
    [InlineData("state:\"Needs Review / ACK\"", "state:needs-review-ack")]
    [InlineData("state:(new OR under_review)", "state:new OR state:under-review")]
    [InlineData("delegate:Jane@Example.com", "delegate:jane@example.com")]
    [InlineData("delegate:nobody", "delegate:nobody")]
    [InlineData("archived:yes archived:FALSE archived:1", "archived:yes archived:no archived:yes")]
    [InlineData("check:fail", "check:fail")]
    [InlineData("p:QEMU-devel", "p:qemu-devel")]
    [InlineData("series:00042", "series:42")]
    [InlineData("tag:Reviewed-by", "tag:reviewed-by")]
    [InlineData("tag:\"Reviewed-by:\"", "tag:reviewed-by")]
    public void Reads(string typed, string canonical)
    {
        var query = SearchQuery.Parse(typed, FixedClock.Instance);
        Assert.Equal(canonical, query.ToString());
        Assert.Equal(query, SearchQuery.Parse(canonical, FixedClock.Instance));
    }

    [Theory]
    [InlineData("\"abc", 1, "unclosed quote")]
    [InlineData("x s:\"abc", 5, "unclosed quote")]
    [InlineData("(a", 1, "unclosed parenthesis")]
    [InlineData("a s:(b", 5, "unclosed parenthesis")]
    [InlineData("a )", 3, "unexpected )")]
    [InlineData("a) b", 2, "unexpected )")]
    [InlineData("OR a", 1, "OR expects a term before it")]
    [InlineData("a OR", 5, "OR expects a term")]
    [InlineData("a OR OR b", 6, "OR expects a term before it")]
    [InlineData("(a OR) b", 6, "OR expects a term")]
    [InlineData("AND a", 1, "AND expects a term before it")]
    [InlineData("a AND", 6, "AND expects a term")]
    [InlineData("a AND OR b", 7, "AND expects a term")]
    [InlineData("a NOT", 6, "NOT expects a term")]
    [InlineData("---", 1, "nothing to search for")]
    [InlineData("()", 1, "nothing to search for")]
    [InlineData("s:", 3, "s: expects a word")]
    [InlineData("s: fix", 3, "s: expects a word")]
    [InlineData("s:---", 3, "s: expects a word")]
    [InlineData("s:()", 3, "s: expects a word")]
    [InlineData("(f:)", 4, "f: expects a word")]
    [InlineData("x d:tomorrow", 5, "d: expects YYYYMMDD")]
    [InlineData("d:20240231", 3, "d: expects")]
    [InlineData("d:20240101..x", 3, "d: expects")]
    [InlineData("d:99999999..", 3, "d: expects")]
    [InlineData("d:9999..", 3, "d: expects")]
    [InlineData("d:999999999.years.ago..", 3, "d: expects")]
    [InlineData("d:99999.months.ago..", 3, "d: expects")]
    [InlineData("d:999999999.days.ago..", 3, "d: expects")]
    [InlineData("dfn:", 5, "dfn: expects words of a path")]
    [InlineData("dfn:/", 5, "dfn: expects words of a path")]
    [InlineData("dfn:a*b*c*d*e*f*g*h*i*j", 5, "at most 8 *")]
    [InlineData("dfpre:xyz1", 7, "dfpre: expects 4 to 64 hexadecimal digits")]
    [InlineData("dfblob:abc", 8, "dfblob: expects 4 to 64 hexadecimal digits")]
    [InlineData("m:<>", 3, "m: expects a word")]
    [InlineData("mid:<>", 5, "mid: expects a Message-ID")]
    [InlineData("z:500", 3, "z: expects a range of bytes")]
    [InlineData("z:a..b", 3, "z: expects a range of bytes")]
    [InlineData("patchid:abc", 9, "patchid: expects the 40 hexadecimal digits")]
    [InlineData("version:two", 9, "version: expects the number of a version")]
    [InlineData("has:legs", 5, "has: expects review, ack, test, fixes, pull, cover, comments or attachment")]
    [InlineData("rt:yesterweek", 4, "rt: expects YYYYMMDD")]
    [InlineData("x rt:\"1.week.ago.. s:x\"", 20, "a \" is expected before this: rt: has one date or range")]
    [InlineData("rt:\"next moon.. 12:30\"", 4, "rt: expects YYYYMMDD")]
    [InlineData("foo:bar", 1, "there is no prefix foo: (the nearest is f:)")]
    [InlineData("a subjct:b", 3, "there is no prefix subjct: (the nearest is subject:)")]
    [InlineData("-Subject:b", 2, "there is no prefix Subject: (the nearest is subject:)")]
    [InlineData("(autor:b)", 2, "there is no prefix autor:")]
    [InlineData("s:(dfnn:b)", 4, "there is no prefix dfnn: (the nearest is dfn:)")]
    [InlineData("foo:\"bar\"", 1, "there is no prefix foo:")]
    [InlineData("localhost:8080", 1, "there is no prefix localhost:")]
    [InlineData("XOR a", 1, "XOR expects a term before it")]
    [InlineData("a XOR", 6, "XOR expects a term after it")]
    [InlineData("a NEAR \"b c\"", 3, "NEAR expects a word on both sides")]
    [InlineData("\"a b\" ADJ/2 c", 7, "ADJ expects a word on both sides")]
    [InlineData("s:a NEAR t:b", 5, "NEAR expects words of one field")]
    [InlineData("a NEAR b ADJ c", 10, "NEAR and ADJ side by side")]
    [InlineData("a NEAR/0 b", 3, "a distance from 1 to 1000 is expected")]
    [InlineData("is:mail", 4, "is: expects patch, cover, comment or pull")]
    [InlineData("archived:maybe", 10, "archived: expects yes or no")]
    [InlineData("check:green", 7, "check: expects pending, success, warning or fail")]
    [InlineData("series:abc", 8, "series: expects the number of a series")]
    [InlineData("series:99999999999999999999", 8, "series: expects")]
    [InlineData("state:\" \"", 7, "state: expects the name of a state")]
    [InlineData("delegate:", 10, "delegate: expects a username")]
    [InlineData("p:\"\"", 3, "p: expects the link name")]
    [InlineData("tag:\":\"", 5, "tag: expects the name of a trailer")]
    [InlineData("tag:\"acked by\"", 5, "tag: expects the name of a trailer")]
    [InlineData("tag:acked_by", 5, "tag: expects the name of a trailer")]
    [InlineData(
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        1,
        "more than 64 characters is not indexed"
    )]
    public void Says_where_and_what_was_expected(string typed, int column, string problem)
    {
        var error = Assert.Throws<QueryException>(() => SearchQuery.Parse(typed, FixedClock.Instance));
        Assert.Contains(problem, error.Problem);
        Assert.Equal(column, error.Column);
        Assert.Equal($"Column {column}: {error.Problem}", error.Message);
    }

    [Fact]
    public void Has_a_test_for_every_prefix()
    {
        var words = typeof(SearchQueryTests)
            .GetMethod(nameof(Reads))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>()
            .SelectMany(row => row.GetData(null!).Single())
            .SelectMany(text => ((string)text).Split(' ', '-'))
            .ToList();
        Assert.All(QueryFields.Prefixes, prefix => Assert.Contains(words, word => word.StartsWith(prefix + ":")));
    }

    [Fact]
    public void Bounds_what_a_query_may_be()
    {
        Assert.Equal(
            (SearchQuery.MaxLength + 1, "the query is longer than 8192 characters"),
            ErrorOf(new string(' ', SearchQuery.MaxLength + 1))
        );
        Assert.Equal((201, "more than 100 terms"), ErrorOf(string.Join(' ', Enumerable.Repeat("a", 101))));
        Assert.Equal((1, "more than 100 terms"), ErrorOf(string.Join('-', Enumerable.Repeat("a", 101))));
        Assert.Equal((21, "more than 20 nested parentheses"), ErrorOf(new string('(', 21) + "a" + new string(')', 21)));
        Assert.Equal((63, "more than 20 nested parentheses"), ErrorOf(string.Concat(Enumerable.Repeat("s:(", 21))));
        Assert.Equal(
            (41, "more than 10 words of fewer than 4 letters with a *"),
            ErrorOf(string.Concat(Enumerable.Repeat("ab* ", 11)))
        );
        Assert.Equal(
            (89, "more than 16 words in ADJ, or in NEAR with the same word twice"),
            ErrorOf(string.Join(' ', Enumerable.Repeat("(a ADJ b)", 9)))
        );

        Parse(string.Join(' ', Enumerable.Repeat("a", 100)));
        Parse(new string('(', 20) + "a" + new string(')', 20));
        Parse(new string(' ', SearchQuery.MaxLength - 1) + "a");
        Parse(string.Join(' ', Enumerable.Repeat("abcd*", 100)));
        Parse(string.Join(' ', Enumerable.Repeat("(a NEAR b)", 50)));
        // So b4 asks for what reviewers say of the patches in fifteen versions of a series.
        Parse(string.Join(" OR ", Enumerable.Range(0, 150).Select(patch => $"patchid:{patch:x40}")));
        // So lei p2q asks for a patch of 25 files.
        Parse(string.Join(" OR ", Enumerable.Range(0, 150).Select(file => $"dfpost:{file / 6:x12}"[..^(file % 6)])));
    }

    [Fact]
    public void Reads_bounds_as_moments()
    {
        Assert.Equal(
            new DateNode(QueryField.Date, Utc(2024, 1, 1), Utc(2024, 2, 1)),
            Parse("d:20240101..20240131").Root
        );
        Assert.Equal(
            new DateNode(
                QueryField.Received,
                new DateTime(2024, 5, 14, 10, 20, 30, DateTimeKind.Utc),
                new DateTime(2024, 5, 15, 10, 20, 30, DateTimeKind.Utc)
            ),
            Parse("rt:yesterday").Root
        );
        Assert.Equal(
            new DateNode(QueryField.Date, new DateTime(2024, 5, 1, 10, 20, 30, DateTimeKind.Utc), null),
            Parse("d:2.weeks.ago..").Root
        );
    }

    private static DateTime Utc(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);

    private static SearchQuery Parse(string typed) => SearchQuery.Parse(typed, FixedClock.Instance);

    private static (int Column, string Problem) ErrorOf(string typed)
    {
        var error = Assert.Throws<QueryException>(() => Parse(typed));
        return (error.Column, error.Problem);
    }
}
