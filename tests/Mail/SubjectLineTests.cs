using Hookwork.Mail;

namespace Hookwork.Tests.Mail;

public sealed class SubjectLineTests
{
    [Theory]
    [InlineData("[PATCH] net: tidy", "", 1, null, null, "net: tidy")]
    [InlineData("[PATCH v2 3/7] net: tidy", "v2,3/7", 2, 3, 7, "net: tidy")]
    [InlineData("[v2,3/7] net: tidy", "v2,3/7", 2, 3, 7, "net: tidy")]
    [InlineData("[PATCH 00/12] cover", "00/12", 1, 0, 12, "cover")]
    [InlineData("[PATCH for-11.0 v10 01/10] a: b", "for-11.0,v10,01/10", 10, 1, 10, "a: b")]
    [InlineData("[PATCH net-next V3 1/2] x", "net-next,V3,1/2", 3, 1, 2, "x")]
    [InlineData("[PATCHv4 1/2] x", "PATCHv4,1/2", 4, 1, 2, "x")]
    [InlineData("[U-Boot] [PATCH v3] arm: x", "U-Boot,v3", 3, null, null, "arm: x")]
    [InlineData("[U-Boot,v3] arm: x", "U-Boot,v3", 3, null, null, "arm: x")]
    [InlineData("[PATCH 3 of 7] hg: x", "3 of 7", 1, 3, 7, "hg: x")]
    [InlineData("[PATCH 3 of x] y", "3,of,x", 1, null, null, "y")]
    [InlineData("[PATCH] fix: x (v5)", "", 5, null, null, "fix: x (v5)")]
    [InlineData("[PATCH] fix ((v2)", "", 2, null, null, "fix ((v2)")]
    [InlineData("[PATCH v2]\n\tfolded\r\n  subject", "v2", 2, null, null, "folded subject")]
    [InlineData("no brackets [at the] start", "", 1, null, null, "no brackets [at the] start")]
    [InlineData("[PATCH v2 never closed", "", 1, null, null, "[PATCH v2 never closed")]
    [InlineData("[] empty", "", 1, null, null, "empty")]
    [InlineData("[PATCH v99999999999 1/99999999999] big", "v99999999999,1/99999999999", 1, null, null, "big")]
    [InlineData("[PATCH 1/2/3] x", "1/2/3", 1, 2, 3, "x")]
    [InlineData("[patch v2] x", "v2", 2, null, null, "x")]
    [InlineData("", "", 1, null, null, "")]
    [InlineData(null, "", 1, null, null, "")]
    public void Reads_prefixes_version_and_numbers(
        string? subject,
        string prefixes,
        int version,
        int? number,
        int? total,
        string title
    )
    {
        var read = SubjectLine.Parse(subject);

        Assert.Equal(prefixes, string.Join(',', read.Prefixes));
        Assert.Equal((version, number, total, title), (read.Version, read.Number, read.Total, read.Title));
    }

    [Theory]
    // As Patchwork reads them.
    [InlineData("[PATCH1/5] ring: x", 1, 1, 5)]
    [InlineData("[PATCH01/12] ring: x", 1, 1, 12)]
    [InlineData("[v2PATCH3/5] ring: x", 1, 3, 5)]
    [InlineData("[PATCH-2/3] ring: x", 1, 2, 3)]
    [InlineData("[PATCH v2 01/05] ring: x", 2, 1, 5)]
    [InlineData("[RFC PATCH v3 bpf-next 2/7] ring: x", 3, 2, 7)]
    [InlineData("[net-next,2/7] ring: x", 1, 2, 7)]
    [InlineData("[RESEND,v2,2/7] ring: x", 2, 2, 7)]
    [InlineData("[PATCH 1 of 5] ring: x", 1, 1, 5)]
    [InlineData("[1/5 v2] ring: x", 2, 1, 5)]
    [InlineData("[PATCH 3/5][v2] ring: x", 2, 3, 5)]
    [InlineData("[PATCH v5.1 3/4] ring: x", 1, 3, 4)]
    [InlineData("[PATCH v2 for-v6 3/4] ring: x", 2, 3, 4)]
    [InlineData("[PATCH v2 v3 3/4] ring: x", 2, 3, 4)]
    [InlineData("[PATCH v1 3/4] ring (v2): x", 1, 3, 4)]
    [InlineData("[ring] [PATCH 4/5] x", 1, 4, 5)]
    [InlineData("Re: [PATCH 10/11] ring: x", 1, 10, 11)]
    // As people write them.
    [InlineData("[PATCHv2 1/5] ring: x", 2, 1, 5)]
    [InlineData("[PATCHV3,RESEND 1/5] ring: x", 3, 1, 5)]
    [InlineData("[RESENDv2 1/5] ring: x", 2, 1, 5)]
    [InlineData("[PULLv2 1/5] ring: x", 2, 1, 5)]
    [InlineData("[PATCH libv2 1/5] ring: x", 1, 1, 5)]
    [InlineData("[PATCH 1/5v2] ring: x", 2, 1, 5)]
    [InlineData("[PATCH v2 2 of 5] ring: x", 2, 2, 5)]
    [InlineData("[v2,2,of,5] ring: x", 2, 2, 5)]
    [InlineData("[PATCH 2 / 5] ring: x", 1, 2, 5)]
    [InlineData("[PATCH (2/5)] ring: x", 1, 2, 5)]
    [InlineData("[PATCH 2/5:] ring: x", 1, 2, 5)]
    [InlineData("[PATCH 2/5; net] ring: x", 1, 2, 5)]
    // None.
    [InlineData("[PATCH 5.10/6.1.y] ring: x", 1, null, null)]
    [InlineData("[PATCH] ring: 1/5 of it", 1, null, null)]
    [InlineData("[PATCH arm/64bit] ring: x", 1, null, null)]
    [InlineData("[PATCH 1/] [/5] ring: x", 1, null, null)]
    [InlineData("[PATCH v2 123456 of 7] ring: x", 2, null, null)]
    public void Reads_numbers(string subject, int version, int? number, int? total)
    {
        var read = SubjectLine.Parse(subject);

        Assert.Equal((version, number, total), (read.Version, read.Number, read.Total));
        // Patchwork's name of it has the same.
        var name = SubjectLine.Parse(read.Name);
        Assert.Equal((version, number, total), (name.Version, name.Number, name.Total));
    }

    [Theory]
    [InlineData("[RFC1/2] x", true, false, false, false)]
    [InlineData("[RFC PATCH 1/2] x", true, false, false, false)]
    [InlineData("[RFC,1/2] x", true, false, false, false)]
    [InlineData("[PATCH/RFC] x", true, false, false, false)]
    [InlineData("[RFCv2 1/2] x", true, false, false, false)]
    [InlineData("[PATCH RESEND v2 1/2] x", false, true, false, false)]
    [InlineData("[RESEND PATCH rfc] x", true, true, false, false)]
    [InlineData("[PULL 0/12] x", false, false, true, false)]
    [InlineData("[GIT PULL] x", false, false, true, false)]
    [InlineData("Re: [PATCH v2] x", false, false, false, true)]
    [InlineData("RE: re: Fwd: AW: [RFC] x", true, false, false, true)]
    [InlineData("Fwd: [PATCH] x", false, false, false, false)]
    [InlineData("Re: Re: [PATCH] x", false, false, false, true)]
    [InlineData("Fw: Re: [PATCH] x", false, false, false, true)]
    [InlineData("rfc: in the title is none", false, false, false, false)]
    public void Reads_what_it_asks_for(string subject, bool rfc, bool resend, bool pull, bool reply)
    {
        var read = SubjectLine.Parse(subject);

        Assert.Equal((rfc, resend, pull, reply), (read.IsRfc, read.IsResend, read.IsPull, read.IsReply));
    }

    [Fact]
    public void Reads_its_own_name_again()
    {
        foreach (var subject in new[] { "[PATCH v2 3/7] a", "[RFC][PATCH RESEND] [x] b", "Re: c" })
        {
            var read = SubjectLine.Parse(subject);
            Assert.Equal(read.Name, SubjectLine.Parse(read.Name).Name);
        }
    }
}
