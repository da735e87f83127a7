// Decodes every .json file of a folder: names that start with y_ must be accepted, n_ refused, i_ may be
// either.
//   conformance_json FOLDER
// The checker that words our error messages and the decoder for the inspector have to agree with it on each.
// Exit code 0 when all pass, 1 when some fail, 2 when the folder cannot be read.

#include "core/codec/json_decoder.h"
#include "core/codec/json_tape.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using namespace eventflow;

/// Empty when the file passes.
std::string failureOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return "cannot be opened";
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    codec::JsonDecoder decoder(16 * 1024 * 1024);
    simdjson::dom::element value;
    const auto error = decoder.decodeUnpadded(text, value);
    const bool accepted = error == simdjson::SUCCESS;
    const char kind = file.filename().string().front();
    if (kind == 'y' && !accepted) return "refused: " + codec::describeJsonError(text, error).detail;
    if (kind == 'n' && accepted) return "accepted";
    if (const auto fault = codec::findJsonFault(text); fault.has_value() == accepted)
        return "decoder and checker disagree: " +
               (fault ? fault->cause : std::string("the checker finds nothing"));
    codec::ValueTape tape;
    const bool onTape = !codec::decodeJson(text, tape);
    if (onTape == codec::findJsonFault(text, codec::JsonNumbers::Any).has_value())
        return "the tape's decoder and the checker disagree";
    if (accepted && !onTape) return "the tape's decoder refuses it";
    if (kind == 'n' && onTape) return "the tape's decoder accepts it";
    return {};
}

} // namespace

int main(int argc, char** argv) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    if (argc == 2)
        for (const auto& entry : std::filesystem::directory_iterator(argv[1], error))
            if (entry.path().extension() == ".json") files.push_back(entry.path());
    if (argc != 2 || error || files.empty()) {
        std::fprintf(stderr, "usage: conformance_json FOLDER (with .json files in it)\n");
        return 2;
    }
    std::ranges::sort(files);
    std::size_t passed = 0;
    for (const auto& file : files) {
        const std::string failure = failureOf(file);
        if (failure.empty())
            ++passed;
        else
            std::printf("%s: %s\n", file.filename().c_str(), failure.c_str());
    }
    std::printf("passed %zu of %zu\n", passed, files.size());
    return passed == files.size() ? 0 : 1;
}
