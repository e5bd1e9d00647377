using MimeKit;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>Addresses (RFC 5322, section 3.4) and what agents write instead of them.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("jane@example.com", "", "jane@example.com")]
    [InlineData("<jane@example.com>", "", "jane@example.com")]
    [InlineData("Jane Doe <jane@example.com>", "Jane Doe", "jane@example.com")]
    [InlineData("\"Doe, Jane\" <jane@example.com>", "Doe, Jane", "jane@example.com")]
    [InlineData("Doe, Jane <jane@example.com>", "Doe, Jane", "jane@example.com")]
    [InlineData("Jane Q. Public <jane@example.com>", "Jane Q. Public", "jane@example.com")]
    [InlineData("jane@example.com (Jane Doe)", "Jane Doe", "jane@example.com")]
    [InlineData("=?utf-8?q?J=C3=B6rg?= <joerg@example.com>", "Jörg", "joerg@example.com")]
    [InlineData("\"=?utf-8?q?J=C3=B6rg?=\" <joerg@example.com>", "Jörg", "joerg@example.com")]
    [InlineData("=?iso-8859-1?q?Keld_J=F8rn_Simonsen?= <keld@dkuug.dk>", "Keld Jørn Simonsen", "keld@dkuug.dk")]
    [InlineData("=?utf-8?b?VGjDqW8=?= =?utf-8?b?IExlZsOodnJl?= <theo@example.com>", "Théo Lefèvre", "theo@example.com")]
    [InlineData("\"a \\\"quoted\\\" name\" <a@example.com>", "a \"quoted\" name", "a@example.com")]
    [InlineData("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete", "pete@silly.test")]
    [InlineData("<@node.test,@other.test:mary@example.net>", "", "mary@example.net")]
    [InlineData("jdoe@test   . example", "", "jdoe@test.example")]
    [InlineData("\"jane doe\"@example.com", "", "\"jane doe\"@example.com")]
    [InlineData("jane@[192.0.2.1]", "", "jane@[192.0.2.1]")]
    [InlineData("root", "", "root")]
    [InlineData("jane.doe+tag=x@example.com", "", "jane.doe+tag=x@example.com")]
    [InlineData("[ML] list <list@example.com>", "[ML] list", "list@example.com")]
    [InlineData("Jane <<jane@example.com>>", "Jane", "jane@example.com")]
    [InlineData("Jane <jane@example.com", "Jane", "jane@example.com")]
    [InlineData("jane@example.com <jane@example.com>", "jane@example.com", "jane@example.com")]
    [InlineData("jane@xn--bcher-kva.example", "", "jane@bücher.example")]
    [InlineData("\"Jane\tDoe\" <jane@example.com>", "Jane Doe", "jane@example.com")]
    [InlineData("Jane (home) Doe <jane@example.com>", "Jane (home) Doe", "jane@example.com")]
    [InlineData("  Jane\r\n Doe   <jane@example.com> ", "Jane\r\n Doe", "jane@example.com")]
    public void Mailboxes_are_read(string text, string name, string address)
    {
        Assert.True(InternetAddress.TryParse(text, out var read));
        var mailbox = Assert.IsType<MailboxAddress>(read);
        Assert.Equal(name.Replace("\r\n", "", StringComparison.Ordinal), mailbox.Name!.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.Equal(address, mailbox.Address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("jane@")]
    [InlineData("@example.com")]
    [InlineData("Jane <>x")]
    [InlineData("jane@example.com, joe@example.com")]
    [InlineData("(never closed")]
    [InlineData("jane@example..com")]
    public void What_is_no_address_is_refused(string text)
    {
        Assert.False(InternetAddress.TryParse(text, out _));
        Assert.Throws<ParseException>(() => InternetAddress.Parse(text));
    }

    [Fact]
    public void A_group_has_members()
    {
        var text = "A Group(Some people):Chris Jones <c@(Chris's host.)public.example>, joe@example.org,\n" +
            " John <jdoe@one.test> (my dear friend);";
        var group = Assert.IsType<GroupAddress>(Assert.Single(InternetAddressList.Parse(text)));

        Assert.Equal(["c@public.example", "joe@example.org", "jdoe@one.test"], group.Members.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Equal("Chris Jones", group.Members[0].Name);
    }

    [Fact]
    public void A_group_may_be_empty()
    {
        var group = Assert.IsType<GroupAddress>(Assert.Single(InternetAddressList.Parse("undisclosed-recipients:;")));

        Assert.Equal("undisclosed-recipients", group.Name);
        Assert.Empty(group.Members);
    }

    [Fact]
    public void Addresses_of_the_obsolete_syntax_are_read()
    {
        var addresses = InternetAddressList.Parse("Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example");

        Assert.Equal(["mary@example.net", "jdoe@test.example"], addresses.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Equal(["node.test"], ((MailboxAddress)addresses[0]).Route);
    }

    [Fact]
    public void Bad_addresses_of_a_header_are_left_out()
    {
        var message = Mail.Parse("From: a@example.com\nTo: good@example.com, b@@bad, \"x, y\" <c@example.com>,, d@example.com\n\n");

        Assert.Equal(["good@example.com", "c@example.com", "d@example.com"], message.To.Mailboxes.Select(mailbox => mailbox.Address));
    }

    [Theory]
    [InlineData("foo, bar", "foo", "bar")]
    [InlineData("foo, bar@example.com", "foo", "bar@example.com")]
    [InlineData("foo, bar;", "bar")]
    [InlineData("foo>, bar", "bar")]
    [InlineData("a@example.com; b@example.com, c@example.com", "a@example.com", "c@example.com")]
    [InlineData("a@example.com b@example.com", "a@example.com", "b@example.com")]
    [InlineData("\"Jane Doe <jane@example.com>, b@example.com", "jane@example.com", "b@example.com")]
    [InlineData("\" (comment) <jane@example.com>", "jane@example.com")]
    [InlineData("a@example.com, Jane <jane at example.com>, \"Doe, Joe\" <joe@example.com>", "a@example.com", "joe@example.com")]
    [InlineData("a@b@example.com, c@example.com", "a@b", "c@example.com")]
    [InlineData("all: a@example.com, b@example.com", "a@example.com", "b@example.com")]
    public void Lists_of_a_header_may_be_odd(string text, params string[] expected) =>
        Assert.Equal(expected, Mail.Parse($"To: {text}\n\n").To.Mailboxes.Select(mailbox => mailbox.Address));

    [Fact]
    public void Addresses_of_repeated_headers_come_together()
    {
        var message = Mail.Parse("To: a@example.com\nCc: c@example.com\nTo: b@example.com\n\n");

        Assert.Equal("a@example.com, b@example.com", message.To.ToString());
    }

    [Fact]
    public void An_unquoted_comma_can_be_a_separator_again()
    {
        var options = new ParserOptions { AllowUnquotedCommasInAddresses = false };
        var addresses = InternetAddressList.Parse(options, "Doe, Jane <jane@example.com>");

        Assert.Equal(["Doe", "jane@example.com"], addresses.Mailboxes.Select(mailbox => mailbox.Address));
    }

    [Fact]
    public void An_address_can_be_required_to_have_a_domain()
    {
        var options = new ParserOptions { AllowAddressesWithoutDomain = false };

        Assert.False(MailboxAddress.TryParse(options, "root", out _));
        Assert.True(MailboxAddress.TryParse(options, "root@localhost", out _));
    }

    [Theory]
    [InlineData("Jane Doe", "jane@example.com", "\"Jane Doe\" <jane@example.com>", "Jane Doe <jane@example.com>")]
    [InlineData("", "jane@example.com", "jane@example.com", "jane@example.com")]
    [InlineData("Doe, Jane", "jane@example.com", "\"Doe, Jane\" <jane@example.com>", "\"Doe, Jane\" <jane@example.com>")]
    [InlineData("Jörg", "joerg@example.com", "\"Jörg\" <joerg@example.com>", "=?utf-8?b?SsO2cmc=?= <joerg@example.com>")]
    [InlineData("Dr. Jane", "jane@bücher.example", "\"Dr. Jane\" <jane@bücher.example>", "\"Dr. Jane\" <jane@xn--bcher-kva.example>")]
    public void Mailboxes_are_written(string name, string address, string shown, string encoded)
    {
        var mailbox = new MailboxAddress(name, address);

        Assert.Equal(shown, mailbox.ToString());
        Assert.Equal(encoded, mailbox.ToString(true));
    }

    [Fact]
    public void Parts_of_an_address_are_told_apart()
    {
        var mailbox = new MailboxAddress("", "jane@example.com");

        Assert.Equal(("jane", "example.com"), (mailbox.LocalPart, mailbox.Domain));
        Assert.Throws<ParseException>(() => mailbox.Address = "jane@");
        Assert.Throws<ParseException>(() => new MailboxAddress("", "jane doe"));
    }

    [Fact]
    public void Addresses_are_equal_by_name_and_address()
    {
        Assert.Equal(new MailboxAddress("Jane", "jane@example.com"), InternetAddress.Parse("Jane <jane@example.com>"));
        Assert.NotEqual(new MailboxAddress("Jane", "jane@example.com"), InternetAddress.Parse("jane@example.com"));
    }

    [Fact]
    public void Changing_a_list_changes_the_header()
    {
        var message = Mail.Parse("To: a@example.com\nSubject: x\n\n");
        message.To.Add(new MailboxAddress("Bob", "bob@example.com"));
        Assert.Equal("a@example.com, Bob <bob@example.com>", message.Headers["To"]);

        message.Headers["To"] = "c@example.com";
        Assert.Equal("c@example.com", message.To.ToString());

        message.To.Clear();
        Assert.False(message.Headers.Contains("To"));
    }

    [Fact]
    public void Long_lists_take_linear_time()
    {
        var many = string.Join(",", Enumerable.Repeat("a", 200_000));
        Assert.Equal(200_000, Mail.Parse($"To: {many}\n\n").To.Count);
        _ = Mail.Parse($"To: {many} <\n\n").To.Count;
        _ = Mail.Parse($"To: {many} (\n\n").To.Count;
        _ = Mail.Parse($"To: {new string('(', 200_000)}\n\n").To.Count;
        _ = Mail.Parse($"To: {string.Concat(Enumerable.Repeat("\\\"", 100_000))}\n\n").To.Count;
        _ = Mail.Parse($"To: {string.Concat(Enumerable.Repeat("a:", 100_000))}\n\n").To.Count;
    }
}
