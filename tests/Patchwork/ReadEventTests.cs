using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hookwork.Ingest.Polling;
using Hookwork.Patchwork.Resources;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Patchwork;

public sealed class ReadEventTests
{
    private static readonly Uri s_server = new("http://patchwork.example.org/");

    [Fact]
    public void Reads_every_recorded_event()
    {
        foreach (var item in Exchanges.Read("events"))
        {
            var read = Read(item.ToJsonString());

            Assert.Null(read.Fault);
            Assert.Equal(item["id"]!.GetValue<long>(), read.Event.Id);
            Assert.Equal(item["project"]!["id"]!.GetValue<long>(), read.Event.Project!.Id);
        }
    }

    [Fact]
    public void What_is_kept_to_compare_it_has_nothing_but_its_id_date_and_project()
    {
        foreach (var item in Exchanges.Read("events").Take(20))
        {
            var read = Read(item.ToJsonString());

            var kept = read.WithoutContent();

            Assert.True(kept.Json.IsEmpty);
            Assert.Equal((read.Event.Id, read.Event.Date), (kept.Event.Id, kept.Event.Date));
            Assert.Equal(new Project { Id = read.Event.Project!.Id }, kept.Event.Project);
            Assert.Equal(JsonValueKind.Undefined, kept.Event.Payload.ValueKind);
        }
    }

    [Theory]
    [InlineData("""{"id": 5, "project": {"id": 14}, "date": "2025-12-01T00:00:00", "actor": 7}""", 5, 14)]
    [InlineData("""{"id": 5, "project": {"id": 14}, "date": 1, "category": []}""", 5, 14)]
    [InlineData("""{"id": 5, "project": {"id": "x"}}""", 5, null)]
    [InlineData("""{"id": "5", "project": {"id": 14}}""", 0, 14)]
    [InlineData("""{"id": 5, "project": {"id": 14}, "payload": {"name": "\ud800"}}""", 5, 14)]
    [InlineData("null", 0, null)]
    [InlineData("[]", 0, null)]
    [InlineData("\"event\"", 0, null)]
    public void Saves_the_ids_of_what_is_no_event(string json, long id, int? project)
    {
        var read = Read(json);

        Assert.NotNull(read.Fault);
        Assert.Equal((id, project), (read.Event.Id, read.Event.Project?.Id));
    }

    [Fact]
    public void Any_JSON_is_read_and_has_a_target_or_a_fault() =>
        Prop.ForAll(
                Arb.From(AnyJson.Text),
                json =>
                {
                    var read = Read(json);
                    Assert.NotNull(read.Event);
                    using var stored = JsonDocument.Parse(read.Json);
                    if (read.Fault is not null)
                        return;
                    var (item, fault) = EventTarget.Of(read.Event);
                    Assert.NotEqual(item is null, fault is null);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static ReadEvent Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ReadEvent.Of(document.RootElement, s_server);
    }
}
