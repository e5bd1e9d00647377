using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Recorded.Http;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded;

/// <summary>
/// Changes that an operator makes in the server's database, which raise no events, and mails that arrive.
/// </summary>
public sealed class Administration
{
    private readonly Ledger _ledger;

    private readonly TimeProvider _time;

    internal Administration(Ledger ledger, TimeProvider time) => (_ledger, _time) = (ledger, time);

    /// <summary>Adds a project that has no mails yet.</summary>
    public void AddProject(long id, string linkName) =>
        Edit(world =>
        {
            var json = JsonNode.Parse(world.Projects.Values[0].Json)!;
            json["id"] = id;
            json["url"] = $"{Renderer.RecordedOrigin}/api/projects/{id}/";
            json["name"] = linkName;
            json["link_name"] = linkName;
            json["list_id"] = $"{linkName}.lists.example.org";
            world.Projects[id] = new ItemRow(new Item(Kind.Project, JsonSerializer.SerializeToUtf8Bytes(json)))
            {
                Exists = true,
            };
        });

    /// <summary>Keeps a project out of the list of projects, as one that is to be added later; null shows all.</summary>
    public void HideProject(long? id) => Edit(world => world.ProjectToCome = id);

    /// <summary>Deletes a patch with its events.</summary>
    public void DeletePatch(long id)
    {
        lock (_ledger.Gate)
        {
            _ledger.Edit(world => Delete(world.Patches[id]));
            _ledger.Forget(e => e.Patch == id);
        }
    }

    /// <summary>Lets a reply to a patch arrive, which raises an event.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="sender">The id of the person who sent it.</param>
    /// <param name="content">Its text.</param>
    /// <returns>The comment's id.</returns>
    public long ReplyToPatch(long patch, long sender, string content) =>
        Reply(world => world.Patches[patch], sender, content);

    /// <summary>Lets a reply to a cover letter arrive, which raises an event.</summary>
    /// <param name="cover">The cover letter.</param>
    /// <param name="sender">The id of the person who sent it.</param>
    /// <param name="content">Its text.</param>
    /// <returns>The comment's id.</returns>
    public long ReplyToCover(long cover, long sender, string content) =>
        Reply(world => world.Covers[cover], sender, content);

    /// <summary>Deletes a comment with its event.</summary>
    public void DeleteComment(long id)
    {
        lock (_ledger.Gate)
        {
            _ledger.Edit(world => world.Comment(id).Exists = false);
            _ledger.Forget(e => e.Comment == id);
        }
    }

    /// <summary>Deletes a cover letter. With it Patchwork deletes its series, and with that the patches.</summary>
    public void DeleteCover(long id)
    {
        lock (_ledger.Gate)
        {
            var series = _ledger.World.Covers[id].Series;
            foreach (var patch in series?.Patches ?? [])
                DeletePatch(patch.Id);
            _ledger.Edit(world =>
            {
                world.Covers[id].Exists = false;
                if (series is not null)
                    world.Series[series.Id].Exists = false;
            });
            _ledger.Forget(e => e.Cover == id || (series is not null && e.Series == series.Id));
        }
    }

    /// <summary>Gives a patch another Message-ID. Its addresses follow; no other patch has the same.</summary>
    public void SetMessageId(long patch, string messageId) =>
        Edit(world =>
        {
            var row = world.Patches[patch];
            row.MessageId = messageId;
            row.Edit("msgid", messageId);
            Address(world, row, "patch");
            row.Series?.Touch();
        });

    /// <summary>Gives a project another link name, which the addresses of its mails contain.</summary>
    public void RenameProject(long id, string linkName) =>
        Edit(world =>
        {
            world.Projects[id].LinkName = linkName;
            world.Projects[id].Edit("link_name", linkName);
            foreach (var patch in world.Patches.Values.Where(row => row.Item.Project == id))
                Address(world, patch, "patch");
            foreach (var cover in world.Covers.Values.Where(row => row.Item.Project == id))
                Address(world, cover, "cover");
            foreach (var series in world.Series.Values.Where(row => row.Item.Project == id))
                series.Edit("web_url", $"{Renderer.RecordedOrigin}/project/{linkName}/list/?series={series.Id}");
            EditEmbedded(Mails(world).Where(row => row.Item.Project == id), "project", "link_name", linkName);
        });

    /// <summary>Gives a person another name, of ASCII letters and blanks.</summary>
    public void RenamePerson(long id, string name) =>
        Edit(world =>
        {
            world.People[id].Name = name;
            world.People[id].Edit("name", name);
            EditEmbedded(Mails(world).Where(row => row.Item.SubmitterId == id), "submitter", "name", name);
        });

    /// <summary>
    /// Sets a field of a patch. Filters still see the old value; its mbox follows <c>headers</c>, <c>content</c> and
    /// <c>diff</c>.
    /// </summary>
    public void EditPatch(long id, string field, JsonNode? value) =>
        Edit(world => world.Patches[id].Edit(field, value));

    /// <summary>Sets a field of a cover letter. Its mbox follows <c>headers</c> and <c>content</c>.</summary>
    public void EditCover(long id, string field, JsonNode? value) => Edit(world => world.Covers[id].Edit(field, value));

    /// <summary>Sets a field of a comment. The mbox that it is on follows the trailers in <c>content</c>.</summary>
    public void EditComment(long id, string field, JsonNode? value) =>
        Edit(world => world.Comment(id).Edit(field, value));

    /// <summary>Sets a field of a series.</summary>
    public void EditSeries(long id, string field, JsonNode? value) =>
        Edit(world => world.Series[id].Edit(field, value));

    /// <summary>Sets a field of a project.</summary>
    public void EditProject(long id, string field, JsonNode? value) =>
        Edit(world => world.Projects[id].Edit(field, value));

    /// <summary>Sets a field of a person, such as the user that they are linked to.</summary>
    public void EditPerson(long id, string field, JsonNode? value) =>
        Edit(world => world.People[id].Edit(field, value));

    /// <summary>Sets a field of a user.</summary>
    public void EditUser(long id, string field, JsonNode? value) => Edit(world => world.Users[id].Edit(field, value));

    /// <summary>Changes every text in every resource, also in those that they embed.</summary>
    /// <param name="edit">The new value of a field, from its name and its recorded value.</param>
    public void EditTexts(Func<string, string, string> edit) =>
        Edit(world =>
        {
            foreach (var row in world.AllRows)
            {
                using var recorded = JsonDocument.Parse(row.Json);
                foreach (var field in recorded.RootElement.EnumerateObject())
                    row.Edit(field.Name, Edited(field.Name, JsonNode.Parse(field.Value.GetRawText()), edit));
            }
        });

    /// <summary>Makes a bundle on the server's pages, where the order of its patches can be chosen.</summary>
    /// <returns>Its id.</returns>
    public long AddBundle(long owner, string name, bool isPublic, params long[] patches)
    {
        lock (_ledger.Gate)
        {
            var id = _ledger.TakeBundleId();
            _ledger.Edit(world => world.PutBundle(id, owner, name, isPublic, patches));
            return id;
        }
    }

    /// <summary>Changes a bundle.</summary>
    public void EditBundle(long id, string name, bool isPublic, params long[] patches) =>
        Edit(world => world.PutBundle(id, world.Bundles[id].Owner.Id, name, isPublic, patches));

    public void DeleteBundle(long id) => Edit(world => world.Bundles.Remove(id));

    /// <summary>Relates patches to each other only; a single patch loses its relation.</summary>
    public void Relate(params long[] patches) =>
        Edit(world =>
        {
            List<PatchRow> rows = [.. patches.Select(id => world.Patches[id])];
            rows.ForEach(PatchChange.Leave);
            PatchChange.Join(rows);
        });

    /// <summary>Sets whether a user may log in.</summary>
    public void SetActive(long user, bool active)
    {
        lock (_ledger.Gate)
        {
            if (active)
                _ledger.Inactive.Remove(user);
            else
                _ledger.Inactive.Add(user);
        }
    }

    /// <summary>Restores the recorded value of every field.</summary>
    public void Restore() =>
        Edit(world =>
        {
            foreach (var row in world.AllRows)
                row.Restore();
        });

    /// <summary>As Patchwork stores a mail that refers to a patch or cover letter.</summary>
    private long Reply(Func<World, MailRow> mailOf, long sender, string content)
    {
        lock (_ledger.Gate)
        {
            var id = _ledger.TakeCommentId();
            var mail = mailOf(_ledger.World);
            var date = _time.GetLocalNow().DateTime;
            var messageId = $"<reply.{id}@lists.example.org>";
            var person = JsonNode.Parse(_ledger.World.People[sender].Json)!;
            var json = new JsonObject
            {
                ["id"] = id,
                ["web_url"] = $"{Renderer.RecordedOrigin}/comment/{id}/",
                ["msgid"] = messageId,
                ["list_archive_url"] = null,
                ["date"] = Dates.Format(date),
                ["subject"] = $"Re: {mail.Item.Name}",
                ["submitter"] = new JsonObject
                {
                    ["id"] = sender,
                    ["url"] = $"{Renderer.RecordedOrigin}/api/people/{sender}/",
                    ["name"] = person["name"]?.DeepClone(),
                    ["email"] = person["email"]?.DeepClone(),
                },
                ["content"] = content,
                ["headers"] = new JsonObject
                {
                    ["From"] = $"{person["name"]} <{person["email"]}>",
                    ["Subject"] = $"Re: {mail.Item.Name}",
                    ["Message-ID"] = messageId,
                    ["In-Reply-To"] = mail.MessageId,
                },
                ["addressed"] = null,
            };
            var item = new Item(Kind.Comment, JsonSerializer.SerializeToUtf8Bytes(json));
            _ledger.Edit(world => world.Add(mailOf(world), new CommentRow(item)));
            new EventWriter(_ledger, _time).CommentSaved(mail, new CommentRow(item));
            return id;
        }
    }

    private static void Delete(PatchRow patch)
    {
        PatchChange.Leave(patch);
        patch.Exists = false;
        patch.Series?.Touch();
    }

    private static IEnumerable<ItemRow> Mails(World world) =>
        world.Patches.Values.Concat<ItemRow>(world.Covers.Values).Concat(world.Series.Values);

    private static void EditEmbedded(IEnumerable<ItemRow> rows, string embedded, string field, string value)
    {
        foreach (var row in rows)
        {
            using var recorded = JsonDocument.Parse(row.Json);
            var copy = JsonNode.Parse(recorded.RootElement.GetProperty(embedded).GetRawText())!;
            copy[field] = value;
            row.Edit(embedded, copy);
        }
    }

    private static JsonNode? Edited(string name, JsonNode? value, Func<string, string, string> edit) =>
        value switch
        {
            JsonObject owner => new JsonObject(
                owner.Select(field => KeyValuePair.Create(field.Key, Edited(field.Key, field.Value, edit)))
            ),
            JsonArray items => new JsonArray([.. items.Select(item => Edited(name, item, edit))]),
            JsonValue text when text.GetValueKind() == JsonValueKind.String => edit(name, (string)text!),
            _ => value?.DeepClone(),
        };

    private static void Address(World world, ItemRow row, string kind)
    {
        var path = MailAddress.Of(world.Projects[row.Item.Project].LinkName!, kind, row.MessageId!);
        row.Edit("web_url", Renderer.RecordedOrigin + path);
        row.Edit("mbox", $"{Renderer.RecordedOrigin}{path}mbox/");
    }

    private void Edit(Action<World> edit)
    {
        lock (_ledger.Gate)
            _ledger.Edit(edit);
    }
}
