#include "core/schema/protobuf_messages.h"

#include <algorithm>
#include <array>

namespace eventflow::schema {

std::vector<const google::protobuf::Descriptor*> messagesOf(const codec::protobuf::MessagePool& pool) {
    std::vector<const google::protobuf::Descriptor*> out;
    for (std::int32_t i = 0;; ++i) {
        const std::array path = {i};
        const auto name = pool.messageAt(path);
        if (!name) return out;
        out.push_back(pool.find(*name));
    }
}

std::string messagePath(const google::protobuf::Descriptor& message) {
    const std::string& package = message.file()->package();
    std::string path = message.full_name().substr(package.empty() ? 0 : package.size() + 1);
    std::ranges::replace(path, '.', '/');
    return '/' + path;
}

} // namespace eventflow::schema
