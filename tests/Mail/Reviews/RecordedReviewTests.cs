using System.Text.Json.Nodes;
using Hookwork.Mail;
using Hookwork.Mail.Diffs;
using Hookwork.Mail.Reviews;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Mail.Reviews;

/// <summary>The comments of the recording: most quote the message, some only what an earlier comment said.</summary>
public sealed class RecordedReviewTests
{
    [Fact]
    public void Nearly_every_remark_after_a_quotation_has_a_place()
    {
        var (remarks, after, placed) = (0, 0, 0);
        var patches = Exchanges.Read("patches").ToDictionary(patch => (long)patch["id"]!);
        foreach (var row in Exchanges.Read("patch-comments"))
        {
            var patch = patches[(long)row["patch"]!];
            var reviewed = ReviewedMail.Of((string?)patch["content"], Diff.Parse((string?)patch["diff"]));
            var reviews = new Dictionary<string, Review>();
            foreach (var comment in row["comments"]!.AsArray().OfType<JsonNode>())
            {
                var text = (string)comment["content"]!;
                IReadOnlyList<Review> earlier = reviews.TryGetValue(ParentOf(comment), out var parent) ? [parent] : [];
                var review = reviews[(string)comment["msgid"]!] = reviewed.Read(text, earlier);
                remarks += review.Remarks.Count;
                if (Quotes.Split(text).Quoted.Length == 0)
                    continue;
                after += review.Remarks.Count;
                placed += review.Remarks.Count(remark => remark.Place.Kind != PlaceKind.Mail);
            }
        }
        Assert.Equal(416, remarks);
        Assert.True(placed >= 0.98 * after && after > 0.9 * remarks, $"{placed} of {after}, of {remarks}");
    }

    private static string ParentOf(JsonNode comment) => (string?)comment["headers"]!["In-Reply-To"] ?? "";
}
