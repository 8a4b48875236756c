"""What OpenAI's own Python client makes of the Worker.

`clients.rs` runs it, with URL and KEY in the environment, and says which part.
"""

import base64
import os
import sys

import openai

client = openai.OpenAI(base_url=os.environ["URL"] + "/v1", api_key=os.environ["KEY"])


def sides(file):
    """Width and height of a JPEG, as its frame has them."""
    assert file[:2] == b"\xff\xd8" and file[-2:] == b"\xff\xd9", "it is no whole JPEG"
    at = 2
    while not 0xC0 <= file[at + 1] <= 0xC3:
        at += 2 + int.from_bytes(file[at + 2 : at + 4], "big")
    return int.from_bytes(file[at + 7 : at + 9], "big"), int.from_bytes(file[at + 5 : at + 7], "big")


def pictures(**wish):
    reply = client.images.generate(**wish)
    return [base64.b64decode(picture.b64_json) for picture in reply.data]


def refusal(kind, asked):
    try:
        asked()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")


def works():
    path = "@cf/black-forest-labs/flux-2-klein-4b"
    listed = [model.id for model in client.models.list()]
    assert listed[0] == "flux-2-klein-4b", listed
    assert client.models.retrieve("flux-2-klein-4b").owned_by == "black-forest-labs"
    assert client.models.retrieve(path).id == "flux-2-klein-4b"
    refusal(openai.NotFoundError, lambda: client.models.retrieve("gpt-image-1"))

    [usual] = pictures(prompt="a red fox")
    assert sides(usual) == (1024, 1024), sides(usual)
    wish = {"prompt": "a red fox", "model": "flux-2-klein-4b", "size": "512x768", "response_format": "b64_json"}
    two = pictures(n=2, quality="high", user="me", **wish)
    assert [sides(file) for file in two] == [(512, 768)] * 2
    [chinese] = pictures(prompt="月光下的红狐狸，水墨画", size="auto", model=path)
    assert sides(chinese) == (1024, 768), sides(chinese)

    # The model draws another picture each time; the Worker's cache does not.
    seven = [pictures(prompt="a red fox", size="256x256", extra_body={"seed": 7}) for _ in range(2)]
    assert seven[0] == seven[1], "a seed does not give the same picture again"
    of_both = client.images.generate(prompt="夜の海", size="256x256", extra_body={"translate": True})
    assert of_both.data[0].revised_prompt == "the sea at night", of_both.data[0].revised_prompt

    stranger = client.with_options(api_key="another key")
    error = refusal(openai.AuthenticationError, lambda: stranger.images.generate(prompt="a red fox"))
    assert (error.code, error.type) == ("unauthorized", "authentication_error"), error
    wrong = [("size", "1x1"), ("size", "large"), ("response_format", "url"), ("n", 11), ("output_format", "png")]
    for param, value in wrong:
        error = refusal(openai.BadRequestError, lambda: client.images.generate(prompt="a red fox", **{param: value}))
        assert (error.param, error.type) == (param, "invalid_request_error"), error
    error = refusal(openai.NotFoundError, lambda: client.images.generate(prompt="a red fox", model="dall-e-3"))
    assert error.code == "model_not_found", error


def billed():
    """It would send a 502 again by itself, twice."""
    error = refusal(openai.InternalServerError, lambda: client.images.generate(prompt="an owl"))
    assert error.body["billed"] == "maybe", error


def spent():
    error = refusal(openai.RateLimitError, lambda: client.with_options(max_retries=0).images.generate(prompt="an owl"))
    assert error.code == "allowance_used" and int(error.response.headers["retry-after"]) > 0, error


{"works": works, "billed": billed, "spent": spent}[sys.argv[1]]()
